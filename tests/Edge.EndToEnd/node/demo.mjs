// `make demo`: an agent, through Edge, at the real runpod-mcp. Ends with 0 only if Edge took every decision as config/policies/runpod.json
// says, and nothing of a denied call reached the API. `--without-edge` shows the same calls with nothing in between.
import { connect } from './clients/connect.mjs';
import { readArguments } from './lib/arguments.mjs';
import { stopOnSignals } from './lib/programs.mjs';
import { newTrace } from './lib/trace.mjs';
import { playAgents } from './demo/agents.mjs';
import { askPerson } from './demo/person.mjs';
import { Stage } from './demo/stage.mjs';
import { steps } from './demo/steps.mjs';
import { short, Table } from './demo/table.mjs';

const options = readArguments({ edge: String, policy: String, 'without-edge': Boolean });
if ((options.edge === undefined) === (options['without-edge'] === undefined)) {
  process.stderr.write('wanted: --edge EXECUTABLE [--policy FILE], or --without-edge\n');
  process.exit(2);
}

const say = (text) => process.stderr.write(`${text}\n`);
const table = new Table(process.stdout);
const stage = new Stage({ edge: options.edge, policy: options.policy ?? 'config/policies/runpod.json', say });
stopOnSignals(stage);

try {
  await stage.start();
  process.exitCode = (await play()) && (stage.edge === undefined || (await playAgents(stage, process.stdout))) ? 0 : 1;
} catch (error) {
  say(`the demo could not be played: ${error.message}`);
  if (stage.edgeOutput !== undefined && !error.message.includes(stage.edgeOutput)) say(`Edge said:\n${stage.edgeOutput}`);
  process.exitCode = 1;
} finally {
  await stage.stop();
}

async function play() {
  const direct = await connect('sdk1', stage.server, 'rpa_demo');
  const offered = (await direct.list()).length;
  await direct.close();

  const client = await connect('sdk1', stage.target, 'rpa_demo');
  const listed = (await client.list()).length;
  say(`the agent connected with MCP ${client.revision} and sees ${listed} of ${offered} tools\n`);

  table.head();
  const tally = { allow: 0, deny: 0, ask: 0, wrong: 0, leaked: 0 };
  const memory = {};
  let told, waiting;
  for (const step of steps) {
    const answered = step.person && waiting !== undefined ? await askPerson(stage.person, stage.edge, waiting, say) : undefined;
    const outcomes = await callUntilDenied(client, step, memory);
    for (const outcome of outcomes) {
      tally[outcome.decision]++;
      if (outcome.decision !== 'allow' && outcome.reached > 0) tally.leaked++;
    }

    // While a limit is being used up, an allowed call is as expected, and one line says how many there were.
    const last = outcomes.at(-1);
    if (outcomes.length > 1) table.row({ ...outcomes[0], args: `${outcomes[0].args} ×${outcomes.length - 1}` });
    last.wrong = wrongness(answered === 'denied' ? { expected: { decision: 'deny', reason: 'approval_denied', rule: '/tools/' } } : step, last);
    if (last.wrong !== undefined) tally.wrong++;
    if (last.decision === 'deny') told = last.text;
    waiting = last.approval ?? waiting;
    table.row(last);
  }
  await client.close();

  const calls = tally.allow + tally.deny + tally.ask;
  process.stdout.write(`\n${calls} calls: ${tally.allow} allowed, ${tally.deny} denied, ${tally.ask} waiting for a person, ${tally.wrong === 0 ? 'each as expected' : `${tally.wrong} not as expected`}.\n`);
  process.stdout.write(`The simulated Runpod API saw ${await stage.seen()} requests, ${tally.leaked === 0 ? 'none' : tally.leaked} of a denied call.\n`);
  if (told !== undefined) process.stdout.write(`What the agent read at its last denial: ${told}\n`);
  return tally.wrong === 0 && tally.leaked === 0;
}

/** One outcome, or those of a call that is repeated until it is denied. */
async function callUntilDenied(client, step, memory) {
  const outcomes = [];
  do {
    outcomes.push(await callOnce(client, step, memory));
  } while (outcomes.length < (step.untilDenied ?? 1) && outcomes.at(-1).decision === 'allow');
  return outcomes;
}

async function callOnce(client, step, memory) {
  const args = typeof step.args === 'function' ? step.args(memory) : step.args;
  const before = await stage.seen();
  const trace = newTrace();
  const start = performance.now();
  const result = await client.call(step.tool, args, trace.meta);
  const milliseconds = performance.now() - start;
  const text = result.content.map((part) => part.text).join('');
  const decided = result._meta?.['edge.policy/decision'];
  if (step.remember !== undefined && decided === undefined) memory[step.remember] = JSON.parse(text).id;
  return {
    tool: step.tool,
    args: short(args),
    decision: word(decided),
    reason: decided?.reason,
    rule: decided?.rule ?? redacted(text),
    approval: decided?.approval,
    failed: decided === undefined && result.isError === true,
    reached: (await stage.seen()) - before,
    milliseconds,
    trace: trace.id,
    text,
  };
}

/** What was redacted in an answer, for the table. */
function redacted(text) {
  const names = new Set([...text.matchAll(/\[redacted: ([a-z0-9-]+)\]/gi)].map(([, name]) => name));
  return names.size === 0 ? '' : `redacted: ${[...names].join(', ')}`;
}

function word(decided) {
  if (decided === undefined) return 'allow';
  return decided.decision === 'approval_required' ? 'ask' : 'deny';
}

/** What is wrong with an outcome, in a sentence, or nothing. */
function wrongness({ expected, contains, found }, outcome) {
  const wanted = stage.edge === undefined ? { decision: 'allow' } : expected;
  if (outcome.decision !== wanted.decision) return `expected ${wanted.decision}${outcome.reason === undefined ? '' : `, got '${outcome.reason}': ${outcome.text}`}`;
  if (outcome.failed && stage.edge !== undefined) return `the call was let through and failed: ${outcome.text}`;
  if (wanted.decision === 'allow') {
    if (outcome.reached === 0) return 'the call was let through, but the API saw nothing of it';
    if (found !== undefined && stage.edge !== undefined && outcome.rule !== `redacted: ${found}`) return `expected a redacted ${found} in the answer`;
    return contains === undefined || outcome.text.includes(contains) ? undefined : `expected '${contains}' in the answer`;
  }
  if (outcome.reached > 0) return `the call was denied, but the API saw ${outcome.reached} request(s) of it`;
  if (outcome.reason !== wanted.reason) return `expected reason '${wanted.reason}', got '${outcome.reason}'`;
  return outcome.rule.startsWith(wanted.rule) ? undefined : `expected a rule under ${wanted.rule}`;
}
