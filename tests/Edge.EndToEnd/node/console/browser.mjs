import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { users } from './world.mjs';

const PATIENCE_MS = 30_000;

/** A real Chromium that reports what a page did wrong: errors of its scripts, and what its content security policy stopped. */
export class Browser {
  #wrong = [];
  #contexts = [];

  constructor(world, shots) {
    Object.assign(this, { world, shots });
    mkdirSync(shots, { recursive: true });
  }

  async start() {
    this.browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  }

  async stop() {
    await this.browser?.close();
  }

  /** A new page of a browser that nobody used before. */
  async page({ width = 1360, height = 860, dark = false, scripts = true } = {}) {
    const context = await this.browser.newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light', javaScriptEnabled: scripts, baseURL: this.world.admin });
    this.#contexts.push(context);
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    page.on('pageerror', (error) => this.#wrong.push(`${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/i.test(message.text())) this.#wrong.push(`${page.url()}: ${message.text()}`);
    });
    page.on('dialog', (dialog) => {
      if (dialog.type() !== 'beforeunload') this.#wrong.push(`${page.url()}: a dialog '${dialog.message()}'`);
      dialog.accept().catch((error) => this.#wrong.push(error.message));
    });
    if (scripts) {
      await page.exposeFunction('violated', (what) => this.#wrong.push(`${page.url()}: content security policy: ${what}`));
      await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) => globalThis.violated(`${event.violatedDirective} ${event.blockedURI}`)));
    }
    return page;
  }

  /** The same, signed in. */
  async signedIn(role = 'admin', options = {}) {
    const page = await this.page(options);
    await page.goto('/sign-in');
    await page.getByLabel('Your token').fill(users[role]);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => url.pathname !== '/sign-in');
    return page;
  }

  async shoot(page, name, options = {}) {
    await page.screenshot({ path: join(this.shots, `${name}.png`), ...options });
  }

  /** Nothing may have gone wrong on any page since the last time. */
  async settle() {
    await Promise.all(this.#contexts.splice(0).map((context) => context.close()));
    assert.deepEqual(this.#wrong.splice(0), []);
  }
}
