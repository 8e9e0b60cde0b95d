// Serves the real @runpod/mcp-server over HTTP on loopback, before the API at --api; what arrived is at /_log.
import { createServer } from 'node:http';
import { readArguments } from './lib/arguments.mjs';
import { RequestLog } from './lib/request-log.mjs';
import { serve } from './lib/serve.mjs';

const { api, port } = readArguments({ api: String, port: String });
if (api === undefined) {
  process.stderr.write('argument --api is missing: the base address of the Runpod API, such as http://127.0.0.1:4100\n');
  process.exit(2);
}

process.env.RUNPOD_API_BASE_URL = api;
process.env.RUNPOD_SERVERLESS_API_URL = `${api}/serverless`;
process.env.RUNPOD_PUBLIC_GRAPHQL_URL = `${api}/graphql`;
process.env.RUNPOD_AUTHED_GRAPHQL_URL = `${api}/graphql`;
// Standard output carries the ready line alone; the package writes its own log there.
console.log = console.error;
const { handleMcpRequest } = await import('@runpod/mcp-server/http');

const log = new RequestLog();
const server = createServer((request, response) => {
  if (log.answered(request, response)) return;
  const entry = log.add(request);
  response.once('close', () => { entry.left = !response.writableFinished; });
  request.headers['x-forwarded-proto'] ??= 'http';
  handleMcpRequest(request, response, {}).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});
// A body of 4 MiB or a call of five minutes is no reason to hang up.
server.requestTimeout = 0;

serve(server, port === undefined ? 0 : Number(port));
