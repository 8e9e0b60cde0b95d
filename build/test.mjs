// Runs every test project that was built, one after the other, and adds up what their result files say.
// The last line is 'N passed, N failed'; the exit code is 0 only if nothing failed and each project ran a test.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, 'artifacts', 'tests');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const sum = { passed: 0, failed: 0 };
const complaints = [];
const failures = [];
for (const project of testProjects()) {
  const file = `${project}.trx`;
  process.stdout.write(`testing ${project}\n`);
  const run = spawnSync('dotnet', ['test', join(root, 'tests', project), '--no-build', '-c', 'Debug', '-v', 'quiet', '--nologo', '--logger', 'console;verbosity=minimal', '--logger', `trx;LogFileName=${file}`, '--results-directory', results], { stdio: 'inherit' });

  const counted = count(join(results, file));
  sum.passed += counted.passed;
  sum.failed += counted.failed;
  failures.push(...counted.failures);
  if (counted.passed + counted.failed === 0) complaints.push(`${project} ran no test`);
  if (counted.skipped > 0) complaints.push(`${project} left out ${counted.skipped} tests`);
  if (run.status !== 0 && counted.failed === 0) complaints.push(`${project} ended with ${run.signal ?? `code ${run.status}`}`);
}

// Named again at the end, where they are not looked for among thousands of lines.
for (const complaint of [...failures, ...complaints]) process.stderr.write(`${complaint}\n`);
process.exitCode = sum.failed === 0 && complaints.length === 0 ? 0 : 1;
// Standard error is written at once, standard output perhaps later: the sum comes last in both.
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed\n`);

function testProjects() {
  const folders = readdirSync(join(root, 'tests'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map((entry) => entry.name).filter((name) => {
    const file = join(root, 'tests', name, `${name}.csproj`);
    return existsSync(file) && readFileSync(file, 'utf8').includes('<IsTestProject>true</IsTestProject>');
  }).sort();
}

function count(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const counters = /<Counters ([^>]*)\/>/.exec(text)?.[1] ?? '';
  const number = (name) => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters)?.[1] ?? 0);
  const [passed, executed, total] = ['passed', 'executed', 'total'].map(number);
  return { passed, failed: executed - passed, skipped: total - executed, failures: [...text.matchAll(/<UnitTestResult [^>]*outcome="Failed"[^]*?<\/UnitTestResult>/g)].map(([result]) => describe(result)) };
}

function describe(result) {
  const plain = (found) => (found?.[1] ?? '').replace(/&#x([0-9A-F]+);/gi, (_, code) => String.fromCodePoint(parseInt(code, 16))).replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name]);
  const message = plain(/<Message>([^]*?)<\/Message>/.exec(result)).replace(/\s+/g, ' ').slice(0, 300);
  return `failed: ${plain(/testName="([^"]*)"/.exec(result)).slice(0, 160)}: ${message}`;
}
