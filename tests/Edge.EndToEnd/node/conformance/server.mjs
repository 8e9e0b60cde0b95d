// The server that the conformance suite is run against: it speaks 2025-11-25 and older with sessions, and 2026-07-28.
// With --lenient it looks neither at Host and Origin nor at the mirrored headers, as careless servers do; with --newest it is a server of an
// older revision, which knows none that came later. What arrived is at /_log, messages included.
import { AsyncLocalStorage } from 'node:async_hooks';
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

const { port, lenient, newest } = readArguments({ port: String, lenient: Boolean, newest: String });

const changes = { tools: () => modern.notify.toolsChanged(), prompts: () => modern.notify.promptsChanged() };
const modern = createMcpHandler(() => createFixture({ changes, modern: true }), { legacy: 'reject', keepAliveMs: 1_000 });
const sessions = new Sessions((session) => createFixture({ changes: session, modern: false, newest }));
const arriving = new AsyncLocalStorage();

async function answer(request) {
  await note(request);
  if (lenient) return route(await withHeadersOfBody(request));
  return hostHeaderValidationResponse(request, localhostAllowedHostnames())
    ?? originValidationResponse(request, localhostAllowedOrigins())
    ?? route(request);
}

async function route(request) {
  if (newest !== undefined || await isLegacyRequest(request)) return sessions.answer(request);
  return withTasks(request, modern.fetch);
}

/** Adds to the log's entry what an MCP request says of itself. */
async function note(request) {
  const header = (name) => request.headers.get(name) ?? undefined;
  const entry = arriving.getStore();
  entry.mcp = { revision: header('mcp-protocol-version'), session: header('mcp-session-id'), lastEventId: header('last-event-id'), method: header('mcp-method'), name: header('mcp-name') };
  RequestLog.describeBody(entry, Buffer.from(await request.clone().arrayBuffer()));
}

const log = new RequestLog();
const handle = toNodeHandler({ fetch: answer });
const server = createServer((request, response) => {
  if (log.answered(request, response)) return;
  const entry = log.add(request);
  response.once('close', () => { entry.left = !response.writableFinished; });
  arriving.run(entry, () => handle(request, response));
});
server.requestTimeout = 0;

serve(server, port === undefined ? 0 : Number(port));
