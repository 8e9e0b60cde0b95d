// Runs steps with one official client over one connection, and prints what the client saw of each as one JSON document.
// Steps, as JSON: {"list":true}, or {"call":"list-endpoints","arguments":{}} with an optional "times".
import { connect, kinds } from './connect.mjs';
import { readArguments } from '../lib/arguments.mjs';

const { client: kind, url, token, steps } = readArguments({ client: String, url: String, token: String, steps: String });
if (!kinds.includes(kind) || url === undefined || token === undefined || steps === undefined) {
  process.stderr.write(`wanted: --client ${kinds.join('|')} --url URL --token TOKEN --steps JSON\n`);
  process.exit(2);
}

async function call(client, step) {
  try {
    const result = await client.call(step.call, step.arguments);
    return { isError: result.isError === true, text: result.content?.map((part) => part.text).join('') ?? null, decision: result._meta?.['edge.policy/decision'] ?? null };
  } catch (error) {
    return { thrown: error.constructor.name, code: error.code ?? null, message: error.message, data: error.data ?? null };
  }
}

const client = await connect(kind, url, token);
const results = [];
for (const step of JSON.parse(steps)) {
  if (step.list) results.push({ tools: (await client.list()).map((tool) => tool.name) });
  else for (let i = 0; i < (step.times ?? 1); i++) results.push(await call(client, step));
}
await client.close();
process.stdout.write(`${JSON.stringify({ revision: client.revision, server: client.server?.name, results })}\n`);
