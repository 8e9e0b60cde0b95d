import assert from 'node:assert/strict';

/** Each count with whose it is, how full, and when it is free again. */
export async function limits(world, browser) {
  await world.play();
  const page = await browser.signedIn('viewer');
  await page.goto('/limits');
  const row = (grant, counter) => page.getByRole('row').filter({ hasText: grant }).filter({ hasText: counter });
  const jobs = row('ci-agent', 'jobs');
  assert.match(await jobs.textContent(), /each day/);
  assert.deepEqual(await jobs.locator('.used span').allTextContents(), ['14', 'of 20']);
  assert.equal(await jobs.getByRole('meter').getAttribute('value'), '14');
  assert.deepEqual(await row('ci-agent', 'dollars').locator('.used span').allTextContents(), ['35', 'of 50']);
  const stops = row('nightly-batch', 'rate_limit_86400s');
  assert.match(await stops.textContent(), /stop-pod/);
  assert.deepEqual(await stops.locator('.used span').allTextContents(), ['10', 'of 10']);
  // The fullest first.
  assert.match(await page.locator('tbody tr').first().textContent(), /stop-pod/);

  await page.getByLabel('Grant').fill('intern');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL('**/limits?grant=intern**');
  assert.deepEqual(await page.locator('tbody .counter').evaluateAll((cells) => cells.map((cell) => cell.firstChild.textContent.trim())), ['calls']);
  await page.getByLabel('also unused ones').check();
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL('**unused=on**');
  assert.ok(await row('intern', 'dollars').count() === 1);

  // The page keeps itself fresh.
  await page.goto('/limits?grant=intern');
  await world.call('run-job', {}, 'intern');
  await row('intern', 'jobs').waitFor();
}

/** What Edge sees of the servers, good and bad. */
export async function servers(world, browser) {
  const page = await browser.signedIn('viewer');
  await page.goto('/servers');
  await page.getByText('nothing seen yet').waitFor();
  await world.play();
  await page.goto('/servers');
  await page.getByText('answers', { exact: true }).waitFor();
  await page.getByText(/2025-11-25 \([0-9]+ messages\)/).waitFor();
  await page.getByText('/mcp', { exact: true }).waitFor();
  assert.match(await page.locator('.figures').textContent(), /p50.*p99/s);

  world.server.closeAllConnections();
  await new Promise((resolve) => world.server.close(resolve));
  await world.call('list-pods');
  await page.goto('/servers');
  await page.getByText('fails', { exact: true }).waitFor();
  await page.getByText('The server cannot be reached.').first().waitFor();
}
