// `make conformance`: the official conformance suite against a server, directly and through Edge, compared check by check. Ends with 0 only
// if every difference is one that conformance/suite/justified.mjs names. --json prints everything, --page the rows of docs/conformance.md.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Plan } from './conformance/suite/plan.mjs';
import { page, print } from './conformance/suite/table.mjs';
import { readArguments } from './lib/arguments.mjs';
import { stopOnSignals } from './lib/programs.mjs';

const { edge, json, page: asPage } = readArguments({ edge: String, json: Boolean, page: Boolean });
if (edge === undefined) {
  process.stderr.write('wanted: --edge EXECUTABLE [--json | --page]\n');
  process.exit(2);
}

let policies = 0;
const plan = new Plan({
  edge,
  writePolicy: async (folder, policy) => {
    const file = join(folder, `policy-${++policies}.json`);
    await writeFile(file, JSON.stringify(policy));
    return file;
  },
});
stopOnSignals(plan);

try {
  const result = await plan.run();
  if (json) process.stdout.write(`${JSON.stringify({ ...result, page: page(result) })}\n`);
  else if (asPage) process.stdout.write(`${page(result).join('\n')}\n`);
  else print(process.stdout, result);
  const good = result.allow.every((run) => run.unjustified.length === 0 && run.unneeded.length === 0)
    && result.lenient.every((run) => run.kinds.improved > 0 && run.kinds.worse === 0)
    && result.deny.every((run) => run.kinds.worse > 0);
  process.exitCode = good ? 0 : 1;
} catch (error) {
  process.stderr.write(`the suite could not be run: ${error.message}\n`);
  process.exitCode = 1;
} finally {
  await plan.stop();
}
