// The server that the conformance suite is run against: it speaks 2025-11-25 and older with sessions, and 2026-07-28.
// With --lenient it looks neither at Host and Origin nor at the mirrored headers, as careless servers do. What arrived is at /_log.
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, hostHeaderValidationResponse, isLegacyRequest, localhostAllowedHostnames, localhostAllowedOrigins, originValidationResponse } from '@modelcontextprotocol/server';
import { readArguments } from '../lib/arguments.mjs';
import { RequestLog } from '../lib/request-log.mjs';
import { serve } from '../lib/serve.mjs';
import { createFixture } from './fixture/fixture.mjs';
import { withHeadersOfBody } from './fixture/lenient.mjs';
import { Sessions } from './fixture/sessions.mjs';
import { withTasks } from './fixture/tasks.mjs';

const { port, lenient } = readArguments({ port: String, lenient: Boolean });

const changes = { tools: () => modern.notify.toolsChanged(), prompts: () => modern.notify.promptsChanged() };
const modern = createMcpHandler(() => createFixture({ changes, modern: true }), { legacy: 'reject', keepAliveMs: 1_000 });
const sessions = new Sessions((session) => createFixture({ changes: session, modern: false }));

async function answer(request) {
  if (lenient) return route(await withHeadersOfBody(request));
  return hostHeaderValidationResponse(request, localhostAllowedHostnames())
    ?? originValidationResponse(request, localhostAllowedOrigins())
    ?? route(request);
}

async function route(request) {
  if (await isLegacyRequest(request)) return sessions.answer(request);
  return withTasks(request, modern.fetch);
}

const log = new RequestLog();
const handle = toNodeHandler({ fetch: answer });
const server = createServer((request, response) => {
  if (log.answered(request, response)) return;
  const entry = log.add(request);
  response.once('close', () => { entry.left = !response.writableFinished; });
  handle(request, response);
});
server.requestTimeout = 0;

serve(server, port === undefined ? 0 : Number(port));
