import assert from 'node:assert/strict';
import { policy } from './world.mjs';

const BROKEN = policy.replace('"rate_limit": "10/day"', '"rate_limit": "10/days"').replace('"hide"', '"hied"');
const CHANGED = policy.replace('"max": 20, "scope"', '"max": 5, "scope"').replace('    "get-job": {},\n', '').replace('"list-*": {}', '"list-*": { "action": "deny" }');

async function visit(world, page) {
  const { body } = await world.api('/api/decisions?decision=deny&tool=create-pod');
  const opened = body.decisions[0].id;
  return {
    decisions: async () => {
      await page.goto('/decisions');
      await page.getByText('live', { exact: true }).waitFor();
    },
    decision: () => page.goto(`/decisions/${opened}`),
    drawer: async () => {
      await page.goto('/decisions');
      await page.getByRole('link', { name: 'create-pod' }).first().click();
      await page.getByRole('dialog').waitFor();
    },
    approvals: () => page.goto('/approvals'),
    limits: () => page.goto('/limits'),
    policy: () => page.goto('/policies/runpod'),
    editor: async () => {
      await page.goto('/policies/runpod/edit');
      await page.locator('#text').fill(CHANGED);
      await page.getByText(/of the newest [0-9]+ calls/).waitFor();
    },
    mistakes: async () => {
      await page.goto('/policies/runpod/edit');
      await page.locator('#text').fill(BROKEN);
      await page.getByText('2 mistakes').waitFor();
    },
    servers: () => page.goto('/servers'),
    missing: () => page.goto('/nowhere'),
  };
}

/** Every page, light and dark, wide and on a phone: kept to be looked at. */
export async function pictures(world, browser) {
  await world.play();
  const waiting = [
    world.call('create-pod', { body: { name: 'trainer', image: 'runpod/pytorch:2.8', gpu: { id: 'NVIDIA A40', count: 1 }, env: { HF_TOKEN: 'hf_secret' } } }),
    world.call('create-pod', { body: { name: 'scratch', image: 'runpod/base', gpu: { count: 2 } } }, 'nightly-batch'),
  ];
  for (const [style, options] of Object.entries({ light: {}, dark: { dark: true }, phone: { width: 390, height: 844 } })) {
    const anybody = await browser.page(options);
    await anybody.goto('/sign-in');
    await browser.shoot(anybody, `sign-in-${style}`);
    const page = await browser.signedIn('admin', options);
    for (const [name, go] of Object.entries(await visit(world, page))) {
      await go();
      await browser.shoot(page, `${name}-${style}`, { fullPage: !['drawer', 'policy', 'decisions'].includes(name) });
    }
  }
  await Promise.all(waiting);
}

/** On the narrowest phones no page scrolls sideways: what is wide scrolls by itself. */
export async function phone(world, browser) {
  await world.play();
  const page = await browser.signedIn('admin', { width: 360, height: 740 });
  for (const [name, go] of Object.entries(await visit(world, page))) {
    await go();
    const { scroll, client } = await page.evaluate(() => ({ scroll: document.documentElement.scrollWidth, client: document.documentElement.clientWidth }));
    assert.ok(scroll <= client, `${name} is ${scroll} wide in ${client}`);
  }
}
