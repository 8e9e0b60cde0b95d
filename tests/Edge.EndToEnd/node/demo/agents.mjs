import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from '../clients/connect.mjs';
import { newTrace } from '../lib/trace.mjs';

const run = promisify(execFile);

/** Two agents with grants of their own, what each calls, and the decision that Edge must take. */
const agents = [
  { id: 'reader', server: 'runpod=runpod-read-only', steps: [['list-endpoints', {}, 'allow'], ['run-endpoint', { endpointId: 'echo0endpoint1', input: {} }, 'deny']] },
  { id: 'runner', server: 'runpod', steps: [['list-endpoints', {}, 'allow'], ['run-endpoint', { endpointId: 'echo0endpoint1', input: {} }, 'allow']] },
];

/** The demo's second part: one Edge, two grants, different answers; the agents hold no Runpod key. True if every decision was as expected. */
export async function playAgents(stage, out) {
  const folder = await mkdtemp(join(tmpdir(), 'edge-demo-'));
  try {
    const file = join(folder, 'grants.json');
    for (const agent of agents) agent.token = await newGrant(stage, file, agent);
    const target = await stage.startEdge('Edge with grants', stage.server, {
      Edge__Policies__runpod: 'config/policies/runpod.json',
      'Edge__Policies__runpod-read-only': 'config/policies/runpod-read-only.json',
      Edge__Grants__File: file,
      Edge__Servers__runpod__Credential__Header: 'Authorization',
      Edge__Servers__runpod__Credential__Value: 'Bearer ${env:RUNPOD_API_KEY}',
      RUNPOD_API_KEY: 'rpa_demo',
    });

    out.write('\nTwo agents at one Edge, each with a grant of its own and without the Runpod key:\n\n');
    let good = true;
    for (const agent of agents) good = (await play(agent, stage, target, out)) && good;
    const uninvited = await fetch(target, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' });
    out.write(`nobody  without a token    ${uninvited.status} ${uninvited.headers.get('www-authenticate')}\n`);
    return good && uninvited.status === 401;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function newGrant(stage, file, { id, server }) {
  const { stdout } = await run(stage.edge, ['grant', 'new', id, '--server', server, '--file', file], { cwd: stage.root });
  return stdout.trim();
}

async function play({ id, token, steps }, stage, target, out) {
  const client = await connect('sdk1', target, token);
  const listed = (await client.list()).length;
  let good = true;
  for (const [tool, args, expected] of steps) {
    const before = await stage.seen();
    const trace = newTrace();
    const result = await client.call(tool, args, trace.meta);
    const decided = result._meta?.['edge.policy/decision'];
    const decision = decided?.decision ?? 'allow';
    const reached = (await stage.seen()) > before;
    const asExpected = decision === expected && reached === (expected === 'allow') && (decided !== undefined || result.isError !== true);
    good &&= asExpected;
    out.write(`${id.padEnd(7)} ${tool.padEnd(18)} ${decision.padEnd(6)} ${(decided?.rule ?? '').padEnd(9)} ${trace.id}${asExpected ? '' : ` ✗ expected ${expected}`}`.trimEnd() + '\n');
  }
  out.write(`${id.padEnd(7)} sees ${listed} tools\n`);
  await client.close();
  return good;
}
