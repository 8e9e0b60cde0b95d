// Tries the console in a real Chromium, before a real Edge: node console.mjs --edge EXECUTABLE --shots FOLDER [--only PART]
// Prints a line {"scenario":NAME,"ok":BOOLEAN,"problem":TEXT} for each scenario; ends with 1 if one of them went wrong. Pictures of every page,
// light, dark and on a phone, are kept in the folder.
import { fileURLToPath } from 'node:url';
import { Browser } from './console/browser.mjs';
import { scenarios } from './console/scenarios.mjs';
import { World } from './console/world.mjs';
import { readArguments } from './lib/arguments.mjs';

const options = readArguments({ edge: String, shots: String, only: String });
if (options.edge === undefined || options.shots === undefined) {
  process.stderr.write('wanted: --edge EXECUTABLE --shots FOLDER [--only PART]\n');
  process.exit(2);
}

for (const [name, scenario] of Object.entries(scenarios)) {
  if (options.only !== undefined && !name.includes(options.only)) continue;
  const world = new World({ root: fileURLToPath(new URL('../../..', import.meta.url)), edge: options.edge });
  const browser = new Browser(world, options.shots);
  const result = { scenario: name, ok: true };
  try {
    await world.start();
    await browser.start();
    await scenario(world, browser);
    await browser.settle();
  } catch (error) {
    Object.assign(result, { ok: false, problem: `${error.stack ?? error.message}\nEdge said:\n${world.program?.output.slice(-4000) ?? '(it was not started)'}` });
    process.exitCode = 1;
  } finally {
    await browser.stop();
    await world.stop();
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
