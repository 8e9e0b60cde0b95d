import assert from 'node:assert/strict';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { policy, users } from './world.mjs';

/** What a policy comes to, and its text: checked as one types, what it would change, saved once and by one person. */
export async function policies(world, browser) {
  await world.play();
  const viewer = await browser.signedIn('viewer');
  await viewer.goto('/policies');
  await viewer.waitForURL('**/policies/runpod');
  const row = (tool) => viewer.getByRole('row').filter({ has: viewer.getByText(tool, { exact: true }) });
  assert.match(await row('delete-pod').textContent(), /deny\s*hidden/);
  assert.match(await row('create-volume').textContent(), /no entry\s*deny\s*by default/);
  assert.match(await row('create-pod').textContent(), /ask/);
  assert.match(await row('run-job').textContent(), /20 per day of jobs, by grant/);
  assert.match(await row('update-pod').textContent(), /shadow deny/);
  assert.match(await row('restart-node').textContent(), /not offered/);
  await viewer.getByText('10 tools offered').waitFor();

  // Anybody may try; only an admin may save.
  await viewer.getByRole('link', { name: 'Text' }).click();
  await viewer.locator('#text').waitFor();
  assert.equal(await viewer.locator('#text').inputValue(), policy);
  assert.equal(await viewer.getByRole('button', { name: 'Save' }).count(), 0);
  const refused = await world.api('/api/policies/runpod', 'viewer', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"text":"{}","revision":"x"}' });
  assert.equal(refused.status, 403);

  const page = await browser.signedIn('admin');
  await page.goto('/policies/runpod/edit');
  const text = page.locator('#text');
  await page.getByText('The active text', { exact: true }).waitFor();
  const save = page.getByRole('button', { name: 'Save' });
  assert.ok(await save.isDisabled());

  // A mistake, marked where it stands, and found again from its line.
  await text.fill(policy.replace('"10/day"', '"10/days"'));
  await page.getByText('1 mistake', { exact: true }).waitFor();
  assert.equal(await page.locator('#marks mark').textContent(), '"10/days"');
  assert.ok(await save.isDisabled());
  await page.locator('#mistake-list button').click();
  assert.equal(await text.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd)), '"10/days"');

  // A change, and what it would have done: the arguments are kept, so all of it is known.
  const changed = policy.replace('"list-*": {}', '"list-*": { "action": "deny" }');
  await text.fill(changed);
  await page.getByText(/^4 of the newest [0-9]+ calls would be decided differently/).waitFor();
  assert.deepEqual(await page.locator('#changes-table tbody tr').evaluateAll((all) => all.map((each) => [...each.cells].map((cell) => cell.textContent.trim()).join(' ')).sort()),
    ['list-pods intern allow deny /tools/list-*/action 3', 'list-volumes ci-agent allow deny /tools/list-*/action 1']);

  // Somebody else has it open, and is too late.
  const other = await browser.signedIn('admin');
  await other.goto('/policies/runpod/edit');
  await other.getByText('The active text', { exact: true }).waitFor();
  await save.click();
  await page.getByText(/^Saved and active/).waitFor();
  assert.equal(await readFile(world.policyFile, 'utf8'), changed);
  assert.equal((await stat(world.policyFile)).mode & 0o777, 0o640);
  assert.match(await world.call('list-pods'), /Blocked by policy/);
  await other.locator('#text').fill(policy.replace('"max": 20', '"max": 30'));
  await other.getByText(/^Valid/).waitFor();
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText(/somebody else changed it/).waitFor();
  assert.equal(await readFile(world.policyFile, 'utf8'), changed);

  // A decision of the old policy still shows that policy's text.
  const { body } = await world.api('/api/decisions?tool=stop-pod&decision=deny&count=1');
  await page.goto(`/decisions/${body.decisions[0].id}`);
  await page.getByText('which is no longer active').waitFor();
  assert.match(await page.locator('mark').first().textContent(), /"rate_limit"/);

  // A file that somebody broke by hand is said to be refused, and can be mended here.
  await writeFile(world.policyFile, '{');
  await page.goto('/policies/runpod');
  for (let tries = 0; tries < 40 && !(await page.getByText('The changed file was rejected.').isVisible()); tries++) {
    await page.waitForTimeout(100);
    await page.reload();
  }
  await page.getByText('The changed file was rejected.').waitFor();
  assert.equal((await fetch(`${world.admin}/api/policies/runpod`, { headers: { Authorization: `Bearer ${users.viewer}` } })).status, 200);
}
