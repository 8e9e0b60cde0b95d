import assert from 'node:assert/strict';
import { users } from './world.mjs';

/** A token becomes a session, the session ends, and its cookie is then nobody's. */
export async function signIn(world, browser) {
  const page = await browser.page();
  await page.goto('/limits?grant=ci');
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await page.getByLabel('Your token').fill('edge_wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText("This token is no user's.").waitFor();

  await page.getByLabel('Your token').fill(users.viewer);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/limits?grant=ci');
  await page.getByText('vera').waitFor();
  const [cookie] = await page.context().cookies();
  assert.deepEqual([cookie.name, cookie.httpOnly, cookie.sameSite, cookie.path, cookie.secure], ['edge_admin', true, 'Strict', '/', false]);
  assert.ok(cookie.expires < Date.now() / 1000 + 8 * 3600 + 60);
  assert.equal(await page.evaluate(() => document.cookie), '');
  assert.deepEqual(await page.evaluate(async () => (await fetch('/api/users/me')).json().then(({ name, role, by }) => [name, role, by])), ['vera', 'viewer', 'session']);

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('**/sign-in');
  const after = await fetch(`${world.admin}/api/users/me`, { headers: { Cookie: `edge_admin=${cookie.value}` } });
  assert.equal(after.status, 401);

  // Where a person is led afterwards is always this port.
  for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
    await page.goto(`/sign-in?to=${encodeURIComponent(to)}`);
    assert.equal(await page.locator('input[name="to"]').inputValue(), '/');
  }
}

/** Wrong tokens are told a few times; the right one lets in all the same. */
export async function wrongTokens(world, browser) {
  const page = await browser.page();
  await page.goto('/sign-in');
  const attempt = async (token) => {
    await page.getByLabel('Your token').fill(token);
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().method() === 'POST'), page.getByRole('button', { name: 'Sign in' }).click()]);
    await page.waitForLoadState();
    return answer.status();
  };
  const statuses = [];
  for (let i = 0; i < 12; i++) statuses.push(await attempt(`edge_wrong_${i}`));
  // A new minute may begin meanwhile.
  assert.ok(statuses.includes(401) && statuses.filter((status) => status === 401).length >= 10, statuses.join(' '));
  assert.equal(await attempt(users.admin), 303);
}

/** Nothing changes with a cookie alone, from another site, or without a user. */
export async function forged(world, browser) {
  const page = await browser.signedIn('admin');
  const [cookie] = await page.context().cookies();
  const csrf = await page.evaluate(() => localStorage.getItem('edge-word'));
  assert.match(csrf, /^[\w-]{43}$/);
  assert.equal(new URL(page.url()).hash, '');
  const freeze = async (headers) => {
    const answer = await fetch(`${world.admin}/api/freezes`, { method: 'PUT', headers: { 'Content-Type': 'application/json', ...headers }, body: '{"scope":"all"}' });
    return [answer.status, (await answer.json()).code];
  };
  const own = { Cookie: `edge_admin=${cookie.value}` };
  assert.deepEqual(await freeze({}), [401, 'no_token']);
  assert.deepEqual(await freeze(own), [403, 'csrf']);
  assert.deepEqual(await freeze({ ...own, 'X-Edge-Csrf': 'guess' }), [403, 'csrf']);
  assert.deepEqual(await freeze({ ...own, 'X-Edge-Csrf': csrf, Origin: 'https://evil.example' }), [403, 'origin']);
  assert.deepEqual(await freeze({ ...own, 'X-Edge-Csrf': csrf, 'Sec-Fetch-Site': 'cross-site' }), [403, 'origin']);
  assert.deepEqual((await world.api('/api/freezes')).body.freezes, []);
  // Whoever has the cookie alone, as what answers at another port of this host does, learns the word nowhere.
  for (const path of ['/decisions', '/approvals', '/policies/runpod/edit', '/sign-in', '/api/users/me']) {
    const answer = await fetch(world.admin + path, { headers: { ...own, Accept: 'text/html' } });
    assert.ok(!(await answer.text()).includes(csrf) && !JSON.stringify([...answer.headers]).includes(csrf), path);
  }
  assert.equal(await page.evaluate(async () => (await fetch('/api/freezes', { method: 'PUT', headers: { 'Content-Type': 'application/json' }, body: '{"scope":"all"}' })).status), 403);

  // Forms too: an approval, and the end of the session.
  for (const path of ['/approvals/some/approve', '/approvals/some/deny', '/sign-out']) {
    const answer = await fetch(world.admin + path, { method: 'POST', headers: { ...own, 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'reason=x' });
    assert.equal(answer.status, 403, path);
  }

  // With the session's word it is the user's own doing, and every page says so.
  assert.equal((await freeze({ ...own, 'X-Edge-Csrf': csrf }))[0], 200);
  await page.goto('/servers');
  await page.getByText('everything by anna').waitFor();

  // Nor may anybody frame the console, or read it from elsewhere.
  const headers = (await fetch(`${world.admin}/sign-in`)).headers;
  assert.equal(headers.get('content-security-policy'), "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
  assert.deepEqual(['x-content-type-options', 'x-frame-options', 'cache-control', 'referrer-policy'].map((name) => headers.get(name)), ['nosniff', 'DENY', 'no-store', 'same-origin']);
}

/** Everything can be reached and done without a mouse, and one sees where one is. */
export async function keyboard(world, browser) {
  await world.play();
  const page = await browser.page();
  await page.goto('/');
  // The field has the focus by itself.
  await page.waitForFunction(() => document.activeElement?.id === 'token');
  await page.keyboard.type(users.admin);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/decisions');
  await page.getByText('live', { exact: true }).waitFor();

  const focused = () => page.evaluate(() => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    return { text: at.textContent.trim() || at.name, id: at.id, visible: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 };
  });
  await page.keyboard.press('Tab');
  assert.equal((await focused()).text, 'Skip to the content');
  await page.keyboard.press('Enter');
  assert.equal((await focused()).id, 'main');

  // Filter, pause, and the first decision, each visibly.
  const seen = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    const at = await focused();
    assert.ok(at.visible, `the focus is not seen on '${at.text}'`);
    seen.push(at.text);
    if (await page.evaluate(() => document.activeElement.closest('tbody') !== null)) break;
  }
  assert.deepEqual(seen.slice(0, 2), ['grant', 'tool']);
  assert.deepEqual(seen.slice(-3, -1), ['Filter', 'Pause']);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  assert.ok(await page.evaluate(() => document.activeElement.closest('tbody') !== null), 'the focus is back on the decision');

  // The menu.
  await page.goto('/servers');
  for (let i = 0; i < 3; i++) await page.keyboard.press('Tab');
  assert.equal((await focused()).text, 'Decisions');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/decisions');
  // Every control has a name, on every page.
  for (const path of ['/decisions', '/approvals', '/limits', '/policies/runpod', '/policies/runpod/edit', '/servers']) {
    await page.goto(path);
    const nameless = await page.evaluate(() => [...document.querySelectorAll('input:not([type="hidden"]), select, textarea, button, a')]
      .filter((control) => !(control.textContent.trim() || control.labels?.length || control.ariaLabel)).map((control) => control.outerHTML));
    assert.deepEqual(nameless, [], path);
    assert.equal(await page.locator('h1').count(), 1, path);
  }
}
