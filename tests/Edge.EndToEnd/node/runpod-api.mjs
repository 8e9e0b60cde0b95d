// A small simulated Runpod API: REST v2 under /v2, serverless jobs under /serverless, GraphQL at /graphql, and a log of what arrived at /_log.
// Any bearer credential is taken, except one that starts with 'revoked'.
import { createServer } from 'node:http';
import { answerGraphql } from './api/catalog.mjs';
import { Jobs } from './api/jobs.mjs';
import { Rest } from './api/rest.mjs';
import { readArguments } from './lib/arguments.mjs';
import { readBody, sendJson } from './lib/http.mjs';
import { RequestLog } from './lib/request-log.mjs';
import { serve } from './lib/serve.mjs';

const { port } = readArguments({ port: String });
const log = new RequestLog();
const rest = new Rest();
const jobs = new Jobs((endpointId) => rest.hasEndpoint(endpointId));

async function answer(request, response) {
  if (log.answered(request, response)) return;
  const entry = log.add(request);
  const bytes = await readBody(request);
  RequestLog.describeBody(entry, bytes);

  let body;
  try {
    body = bytes.length === 0 ? undefined : JSON.parse(bytes.toString('utf8'));
  } catch {
    return sendJson(response, 400, { error: 'the body is not JSON' });
  }

  const url = new URL(request.url, 'http://runpod');
  const [plane, ...segments] = url.pathname.split('/').slice(1).map(decodeURIComponent);
  const token = /^bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const credentialed = token !== undefined && !token.startsWith('revoked');
  if (plane === 'graphql') return sendJson(response, 200, answerGraphql(body, credentialed));
  if (!credentialed) return sendJson(response, 401, { error: 'unauthorized' });
  if (plane === 'serverless') return jobs.handle(request, response, segments, url.searchParams, body);
  if (plane === 'v2') return rest.handle(request, response, segments, url.searchParams, body);
  return sendJson(response, 404, { error: 'not found' });
}

const server = createServer((request, response) => {
  answer(request, response).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    if (!response.headersSent) response.writeHead(500);
    response.end();
  });
});

serve(server, port === undefined ? 0 : Number(port));
