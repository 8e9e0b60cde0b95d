// Prints every argument of every tool of an MCP server as JSON, for tests/Edge.Policy.Tests/Shipped/runpod-arguments-*.json:
//   node record-tools.mjs --url http://127.0.0.1:4101/          a server over HTTP
//   node record-tools.mjs --command "node path/to/server.mjs"   a server over stdio; RUNPOD_API_KEY may be anything, nothing is called
// The file for the 36 tools was made from the tag v1.4.0 of github.com/runpod/runpod-mcp, which is on no registry, after `npm install` there:
//   node record-tools.mjs --command "npx tsx src/stdio.ts"
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { readArguments } from './lib/arguments.mjs';
import { argumentsOf } from './lib/tool-arguments.mjs';

const { url, command } = readArguments({ url: String, command: String });
if ((url === undefined) === (command === undefined)) {
  process.stderr.write('wanted: --url ADDRESS, or --command "PROGRAM ARGUMENTS"\n');
  process.exit(2);
}

const client = new Client({ name: 'edge-record-tools', version: '1' });
await client.connect(url === undefined ? overStdio(command.split(' ')) : overHttp(url));
const tools = [];
let cursor;
do {
  const page = await client.listTools({ cursor });
  tools.push(...page.tools);
  cursor = page.nextCursor;
} while (cursor !== undefined);
await client.close();
process.stdout.write(`${JSON.stringify(argumentsOf(tools), null, 2)}\n`);

function overStdio([program, ...rest]) {
  return new StdioClientTransport({ command: program, args: rest, stderr: 'ignore', env: { ...process.env, RUNPOD_API_KEY: 'rpa_none' } });
}

function overHttp(address) {
  return new StreamableHTTPClientTransport(new URL(address), { requestInit: { headers: { Authorization: 'Bearer rpa_none' } } });
}
