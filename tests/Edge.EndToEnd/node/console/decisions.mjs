import assert from 'node:assert/strict';

const rows = (page) => page.locator('#decisions tbody tr');
const live = async (page, path = '/decisions') => {
  await page.goto(path);
  await page.getByText('live', { exact: true }).waitFor();
};

/** Decisions appear as they are taken; filtered, paused, opened down to the line of the policy. */
export async function decisions(world, browser) {
  const page = await browser.signedIn('viewer');
  await live(page);
  await page.getByText('Nothing has been decided yet').waitFor();
  await world.call('list-pods');
  await page.getByRole('link', { name: 'list-pods' }).waitFor();
  await page.getByText('Nothing has been decided yet').waitFor({ state: 'hidden' });
  // What becomes of it comes later, into the same row.
  await page.waitForFunction(() => /^[0-9.]+$/.test(document.querySelector('#decisions .ms').textContent));
  await world.play();

  // Filtered by the server, and further on as they come.
  await live(page, '/decisions?decision=deny&grant=intern');
  assert.deepEqual([...new Set(await page.locator('#decisions .pill').allTextContents())], ['deny']);
  assert.deepEqual([...new Set(await page.locator('#decisions tbody .grant').allTextContents())], ['intern']);
  const before = await rows(page).count();
  await world.call('list-pods', {}, 'intern');
  await world.call('restart-node', {}, 'ci-agent');
  await world.call('restart-node', {}, 'intern');
  await page.waitForFunction((count) => document.querySelectorAll('#decisions tbody tr').length === count, before + 1);

  // Paused: nothing comes; what came meanwhile is shown afterwards.
  await live(page);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('paused').waitFor();
  const paused = await rows(page).first().getAttribute('data-id');
  await world.call('list-volumes', {}, 'intern');
  const { body } = await world.api('/api/decisions?count=1');
  assert.notEqual(body.decisions[0].id, paused);
  assert.equal(await rows(page).first().getAttribute('data-id'), paused);
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForFunction((id) => document.querySelector('#decisions tbody tr').dataset.id === id, body.decisions[0].id);

  // Opened: the rule's own line is marked, the secret is not there.
  await page.goto('/decisions?tool=create-pod');
  await page.getByRole('link', { name: 'create-pod' }).first().click();
  const drawer = page.getByRole('dialog');
  await drawer.getByText('two GPUs at most').first().waitFor();
  assert.match(await drawer.locator('mark').first().textContent(), /^\{ "path": "args\.body\.gpu\.count", "op": "lte"/);
  assert.match(await drawer.getByRole('link', { name: /^[0-9a-f]{32}$/ }).getAttribute('href'), /^http:\/\/127\.0\.0\.1:16686\/trace\/[0-9a-f]{32}$/);
  await page.keyboard.press('Escape');
  await page.goto('/decisions?tool=run-job&grant=nightly-batch');
  await page.getByRole('link', { name: 'run-job' }).first().click();
  await drawer.getByText('"script": "train-').waitFor();
  assert.match(await drawer.locator('pre').last().textContent(), /"HF_TOKEN": "\*\*\*"/);
  assert.equal(await drawer.getByRole('row').filter({ hasText: 'dollars' }).count(), 1);

  // Without scripts the links lead to pages.
  const plain = await browser.signedIn('viewer', { scripts: false });
  await plain.goto('/decisions?tool=create-pod');
  await plain.getByRole('link', { name: 'create-pod' }).first().click();
  await plain.waitForURL('**/decisions/*');
  await plain.getByRole('heading', { level: 1, name: 'create-pod' }).waitFor();
}

/** Whatever callers write stays text: in names, in arguments, on every page. */
export async function evil(world, browser) {
  const image = '<img src=x onerror="document.title=1">';
  await world.call(image, {});
  await world.call('list-pods', { '</pre><script>document.title=1</script>': `"'><svg onload=document.title=1>`, '‮txt.exe': 'a\u200bb' });
  await world.send('resources/read', { uri: `skill://${image}` });
  await world.send('prompts/get', { name: `javascript:${image}` });
  const page = await browser.signedIn('admin');
  await live(page);
  await world.call(`${image}2`, {});
  await world.send('prompts/get', { name: `${image}3` });
  await page.getByText(`${image}3`).waitFor();
  const titles = [];
  for (const link of await page.locator('#decisions .what a').all()) {
    assert.match(await link.getAttribute('href'), /^\/decisions\/[0-9A-Z]{26}$/);
    await link.click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('heading', { level: 1 }).waitFor();
    titles.push(await drawer.getByRole('heading', { level: 1 }).textContent());
    await page.keyboard.press('Escape');
  }
  assert.ok(titles.some((title) => title.includes('<img src=x')), titles.join('\n'));
  await page.goto('/decisions?tool=list-pods');
  await page.getByRole('link', { name: 'list-pods' }).click();
  const text = await page.getByRole('dialog').locator('pre').last().textContent();
  assert.ok(text.includes('</pre><script>') && text.includes('\\u202etxt.exe') && text.includes('a\\u200bb'), text);
  // In the query, too.
  for (const path of ['/decisions', '/limits']) {
    await page.goto(`${path}?grant=${encodeURIComponent(`"><script>document.title=1</script>`)}`);
    assert.equal(await page.locator('input[name="grant"]').inputValue(), `"><script>document.title=1</script>`);
  }
  await page.goto(`/policies/${encodeURIComponent('<script>document.title=1</script>')}`);
  assert.equal(await page.locator('script:not([src])').count(), 0);
  assert.match(await page.title(), /Edge$/);
}

/** A thousand decisions a second: the page shows some, counts the others, and answers all the while. */
export async function flood(world, browser) {
  const page = await browser.signedIn('viewer');
  await live(page);
  let calling = true;
  let calls = 0;
  const callers = Array.from({ length: 24 }, async () => {
    while (calling) {
      await world.call('restart-node', {});
      calls++;
    }
  });
  try {
    await page.getByText(/more decisions came faster than they can be shown/).waitFor();
    // It takes a click, opens a decision, pauses and goes on while they come.
    await rows(page).first().getByRole('link').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Escape');
    assert.ok(await rows(page).count() <= 201, 'only so many rows stay');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused').waitFor();
    const first = await rows(page).first().getAttribute('data-id');
    const then = calls;
    while (calls < then + 500) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await rows(page).first().getAttribute('data-id'), first);
  } finally {
    calling = false;
    await Promise.all(callers);
  }

  // Shown and dropped together are all there were: nothing is lost without a word.
  const watched = await watch(world, 2000);
  assert.equal(watched.shown + watched.dropped, 2000);
  assert.ok(watched.dropped > 0, JSON.stringify(watched));
}

/** Watches with a client of its own while so many decisions are taken. */
async function watch(world, count) {
  const leaving = new AbortController();
  const stream = await fetch(`${world.admin}/api/decisions/stream`, { headers: { Authorization: `Bearer ${(await import('./world.mjs')).users.viewer}` }, signal: leaving.signal });
  const sum = { shown: 0, dropped: 0 };
  const done = (async () => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const part of stream.body) {
      text += decoder.decode(part, { stream: true });
      const events = text.split('\n\n');
      text = events.pop();
      for (const event of events) {
        const name = /^event: (.*)$/m.exec(event)?.[1];
        if (name === 'decision') sum.shown++;
        if (name === 'dropped') sum.dropped += JSON.parse(/^data: (.*)$/m.exec(event)[1]).count;
      }
      if (sum.shown + sum.dropped >= count) return;
    }
  })();
  let left = count;
  await Promise.all(Array.from({ length: 24 }, async () => {
    while (left-- > 0) await world.call('restart-node', {});
  }));
  await done;
  leaving.abort();
  return sum;
}
