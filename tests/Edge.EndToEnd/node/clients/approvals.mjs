// Plays an agent whose call needs a person, with one official client, and the person, who answers through the admin API. Prints what the agent saw.
// --way again: it calls, a person approves, it calls again; hold: a person approves while it waits; url: its client is asked to show the address.
import { connect, kinds } from './connect.mjs';
import { People } from '../lib/people.mjs';
import { readArguments } from '../lib/arguments.mjs';

const { client: kind, url, token, admin, user, way, tool, args } = readArguments({
  client: String, url: String, token: String, admin: String, user: String, way: String, tool: String, args: String,
});
if (!kinds.includes(kind) || [url, token, admin, user, way, tool, args].includes(undefined)) {
  process.stderr.write(`wanted: --client ${kinds.join('|')} --url URL --token TOKEN --admin URL --user TOKEN --way again|hold|url --tool TOOL --args JSON\n`);
  process.exit(2);
}

const people = new People(admin, user);
const shown = [];

async function elicit(params) {
  if (params.mode !== 'url') return { action: 'accept', content: { size: 'large' } };
  shown.push(params.url);
  await people.approve(params.url.slice(params.url.lastIndexOf('/') + 1));
  return { action: 'accept' };
}

const client = await connect(kind, url, token, way === 'url' ? elicit : undefined);
const results = [];
const call = async () => {
  const result = await client.call(tool, JSON.parse(args));
  const decision = result._meta?.['edge.policy/decision'] ?? null;
  results.push({ isError: result.isError === true, text: result.content.map((part) => part.text).join(''), decision });
  return decision;
};

if (way === 'hold') {
  const waiting = call();
  await people.approve(await people.pending());
  await waiting;
} else {
  const decision = await call();
  if (way === 'again') {
    await people.approve(decision.approval.id);
    await call();
  }
}

await client.close();
process.stdout.write(`${JSON.stringify({ revision: client.revision, results, shown })}\n`);
