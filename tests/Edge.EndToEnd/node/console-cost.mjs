// Measures what watching costs: node console-cost.mjs --edge EXECUTABLE [--pairs N]
// One Edge under full load; spans of time with nobody watching and with three streams or a page in Chromium take turns, so that whatever else the
// machine does meets both alike. Prints what a decision costs Edge in processor time, which no other program changes, and the decisions a second,
// for which a browser on the same machine competes. Linux only: it reads /proc.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Browser } from './console/browser.mjs';
import { users, World } from './console/world.mjs';
import { readArguments } from './lib/arguments.mjs';

const SPAN_MS = 3000;
const CALLERS = 24;
const WATCHERS = 3;

const options = readArguments({ edge: String, pairs: String });
const world = new World({ root: fileURLToPath(new URL('../../..', import.meta.url)), edge: options.edge });
const browser = new Browser(world, tmpdir());
let calling = true;
let calls = 0;

async function watch(leaving) {
  const stream = await fetch(`${world.admin}/api/decisions/stream`, { headers: { Authorization: `Bearer ${users.viewer}` }, signal: leaving });
  try {
    for await (const part of stream.body) void part.length;
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
}

// The processor time that Edge has used, in hundredths of a second.
function ticks() {
  const fields = readFileSync(`/proc/${world.program.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function span(sum) {
  const [began, before, used] = [performance.now(), calls, ticks()];
  await new Promise((resolve) => setTimeout(resolve, SPAN_MS));
  sum.seconds += (performance.now() - began) / 1000;
  sum.calls += calls - before;
  sum.ticks += ticks() - used;
}

const nothing = () => ({ seconds: 0, calls: 0, ticks: 0 });

try {
  await world.start({ Logging__LogLevel__Default: 'Warning' });
  await browser.start();
  const page = await browser.signedIn('viewer');
  const callers = Array.from({ length: CALLERS }, async () => {
    while (calling) {
      await world.call('list-pods');
      calls++;
    }
  });
  const [alone, watched, decided, paged] = [nothing(), nothing(), nothing(), nothing()];
  await page.goto('/servers');
  await span(nothing());
  for (let i = 0; i < Number(options.pairs ?? 8); i++) {
    await span(alone);
    const leaving = new AbortController();
    const watchers = Array.from({ length: WATCHERS }, () => watch(leaving.signal));
    await span(watched);
    leaving.abort();
    await Promise.all(watchers);
    await span(decided);
    await page.goto('/decisions');
    await span(paged);
    await page.goto('/servers');
  }
  calling = false;
  await Promise.all(callers);
  const cost = (sum) => (sum.ticks * 10_000) / sum.calls;
  const rate = (sum) => (sum.calls / sum.seconds).toFixed(0);
  const line = (what, without, with_) => `${what}: ${cost(without).toFixed(1)} µs of Edge's processor time a decision without, ${cost(with_).toFixed(1)} with, ratio ${(cost(with_) / cost(without)).toFixed(3)}; ${rate(without)} and ${rate(with_)} decisions a second`;
  process.stdout.write(`${line(`${WATCHERS} streams`, alone, watched)}\n${line('a page in Chromium, on the same machine', decided, paged)}\n`);
} finally {
  await browser.stop();
  await world.stop();
}
