// Makes sure that PostgreSQL is installed, whose programs the tests start themselves: no server of the system is made or started.
// Root on Debian gets it installed; everybody else is told how.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const installed = '/usr/lib/postgresql';
const clusters = '/etc/postgresql-common/createcluster.conf';

if (!isInstalled()) {
  if (process.getuid() !== 0 || spawnSync('apt-get', ['--version']).error) {
    fail(`PostgreSQL is missing: there is no initdb under ${installed}. Install it ('apt-get install postgresql' on Debian), or run make as root.`);
  }

  process.stderr.write("installing Debian's postgresql\n");
  if (!existsSync(clusters)) {
    mkdirSync(dirname(clusters), { recursive: true });
    writeFileSync(clusters, '# Written by Edge\'s build: its tests make servers of their own.\ncreate_main_cluster = false\n');
  }

  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-qq', '--no-install-recommends', '-o', 'Dpkg::Options::=--force-confold', 'postgresql']);
  if (!isInstalled()) fail(`Debian's postgresql was installed, but there is still no initdb under ${installed}.`);
}

function isInstalled() {
  return existsSync(installed) && readdirSync(installed).some((version) => existsSync(join(installed, version, 'bin', 'initdb')));
}

function run(program, parameters) {
  const { status, stdout, stderr } = spawnSync(program, parameters, { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (status !== 0) fail(`'${program} ${parameters.join(' ')}' failed:\n${stdout}${stderr}`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
