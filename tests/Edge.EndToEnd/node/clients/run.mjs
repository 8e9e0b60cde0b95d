// Runs steps with one official client over one connection, and prints what the client saw of each as one JSON document.
// Steps, as JSON: {"list":true}; {"call":"list-endpoints","arguments":{}} with an optional "times", or "leaveAfterMs"; {"read":URI}; {"prompt":NAME};
// {"listen":FILTER} (2026-07-28); {"change":TOOL}, which calls a tool that changes the tools until the client hears of it.
import { connect, kinds } from './connect.mjs';
import { readArguments } from '../lib/arguments.mjs';

const HEAR_MS = 20_000;
const AGAIN_MS = 2_000;

const { client: kind, url, token, steps } = readArguments({ client: String, url: String, token: String, steps: String });
if (!kinds.includes(kind) || url === undefined || token === undefined || steps === undefined) {
  process.stderr.write(`wanted: --client ${kinds.join('|')} --url URL --token TOKEN --steps JSON\n`);
  process.exit(2);
}

async function call(client, step) {
  const signal = step.leaveAfterMs === undefined ? undefined : AbortSignal.timeout(step.leaveAfterMs);
  const result = await client.call(step.call, step.arguments, undefined, signal);
  return { isError: result.isError === true, text: result.content?.map((part) => part.text).join('') ?? null, decision: result._meta?.['edge.policy/decision'] ?? null };
}

// A stream may not be open yet when the first change is made.
async function change(client, tool) {
  const before = client.heard.length;
  for (const end = performance.now() + HEAR_MS; client.heard.length === before && performance.now() < end;) {
    await client.call(tool, {});
    for (const next = performance.now() + AGAIN_MS; client.heard.length === before && performance.now() < next;) await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
  return { heard: client.heard.length > before };
}

/** What a step shows; a client that throws is shown too. */
async function play(client, step) {
  try {
    if (step.list) return { tools: (await client.list()).map((tool) => tool.name) };
    if (step.read !== undefined) return { text: (await client.read(step.read)).contents[0].text };
    if (step.prompt !== undefined) return { text: (await client.prompt(step.prompt)).messages[0].content.text };
    if (step.listen !== undefined) return { listens: (await client.listen(step.listen)) !== undefined };
    if (step.change !== undefined) return await change(client, step.change);
    return await call(client, step);
  } catch (error) {
    return { thrown: error.constructor.name, code: error.code ?? null, message: error.message, data: error.data ?? null };
  }
}

const client = await connect(kind, url, token);
const results = [];
for (const step of JSON.parse(steps)) {
  for (let i = 0; i < (step.times ?? 1); i++) results.push(await play(client, step));
}
await client.close();
process.stdout.write(`${JSON.stringify({ revision: client.revision, server: client.server?.name, results })}\n`);
