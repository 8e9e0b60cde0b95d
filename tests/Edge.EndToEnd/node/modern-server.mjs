// A server of revision 2026-07-28, on the official SDK: `buy` answers at once, `order` first asks its caller's person for a size (and keeps a state
// meanwhile). Every message that arrives is at /_log.
import { createServer } from 'node:http';
import { acceptedContent, createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { readBody, sendJson } from './lib/http.mjs';
import { serve } from './lib/serve.mjs';

const arrived = [];

const handler = createMcpHandler(() => {
  const server = new McpServer({ name: 'modern', version: '1.0.0' });
  const text = (line) => ({ content: [{ type: 'text', text: line }] });
  server.registerTool('buy', { description: 'Buys', inputSchema: z.object({ n: z.number() }) }, ({ n }) => text(`bought ${n}`));
  server.registerTool('order', { description: 'Orders', inputSchema: z.object({ n: z.number() }) }, ({ n }, ctx) => {
    const answer = acceptedContent(ctx.mcpReq.inputResponses, 'size', z.object({ size: z.string() }));
    if (answer !== undefined && ctx.mcpReq.requestState() === `order ${n}`) return text(`ordered ${n} ${answer.size}`);
    const size = inputRequired.elicit({ message: 'Which size?', requestedSchema: { type: 'object', properties: { size: { type: 'string' } }, required: ['size'] } });
    return inputRequired({ inputRequests: { size }, requestState: `order ${n}` });
  });
  return server;
});

serve(createServer(async (request, response) => {
  if (request.url === '/_log') return sendJson(response, 200, { arrived });
  const body = await readBody(request);
  arrived.push(body.toString());
  const answer = await handler.fetch(new Request(`http://${request.headers.host}${request.url}`, {
    method: request.method, headers: request.headers, ...(body.length > 0 && { body }),
  }));
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body !== null) for await (const piece of answer.body) response.write(piece);
  return response.end();
}));
