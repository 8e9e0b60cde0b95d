// An MCP server that goes wrong as it is told: the name of the tool called says how, the cursor of a list likewise.
// Every call that arrives whole is written to the file --seen as 'TOOL N' (its argument n) before anything else is done with it.
import { createHash } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { readArguments } from './lib/arguments.mjs';
import { serve } from './lib/serve.mjs';

const { seen, port } = readArguments({ seen: String, port: String });
const file = openSync(seen, 'a');

const result = (id, text) => JSON.stringify({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text }] } });
const later = (ms, what) => setTimeout(what, ms);
const waiting = [];

function json(response, body, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}

function events(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  return (data) => response.write(`data: ${data}\n\n`);
}

// Writes the same piece for as long as anybody reads.
function pour(response, head, piece) {
  response.write(head);
  const more = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', more);
  more();
}

const head = (...lines) => `HTTP/1.1 ${['200 OK', 'Content-Type: application/json', ...lines].join('\r\n')}\r\n\r\n`;
const garbage = {
  nothing: () => '',
  noise: () => Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) & 255)),
  'no-end-of-head': () => 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n',
  'other-protocol': () => 'SSH-2.0-OpenSSH_9.2\r\n\r\n',
  'no-status': () => 'HTTP/1.1 OK\r\n\r\n',
  'two-lengths': () => head('Content-Length: 5', 'Content-Length: 6') + 'hello!',
  'endless-head': () => head(...Array.from({ length: 20000 }, (_, i) => `X-${i}: ${'x'.repeat(100)}`)),
  'short-body': () => head('Content-Length: 1000') + '{"jsonrpc":"2.0"',
  'bad-chunk': () => head('Transfer-Encoding: chunked') + 'ZZ\r\n{"jsonrpc"\r\n',
  'half-chunk': () => head('Transfer-Encoding: chunked') + 'ff\r\n{"jsonrpc"',
};

const tools = {
  echo: (message, response) => json(response, result(message.id, `${message.params.arguments.n}`)),
  sum: (message, response, body) => json(response, result(message.id, createHash('sha256').update(body).digest('hex'))),
  wait: (message, response) => later(message.params.arguments.ms, () => tools.echo(message, response)),
  // Answers when `count` calls have come, so that all of them are under way at once.
  gather: (message, response, body) => {
    waiting.push(() => tools.sum(message, response, body));
    if (waiting.length === message.params.arguments.count) waiting.splice(0).forEach((answer) => answer());
  },
  drip: (message, response) => {
    const text = result(message.id, `${message.params.arguments.n}`);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
    const next = (i) => (i === text.length ? response.end() : (response.write(text[i]), later(message.params.arguments.ms, () => next(i + 1))));
    next(0);
  },
  never: () => process.stdout.write('holding\n'),
  silent: (message, response) => {
    events(response);
    response.write(': on\n\n');
  },
  half: (message, response) => {
    const text = result(message.id, 'x'.repeat(1000));
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length }).write(text.slice(0, 500));
    process.stdout.write('holding\n');
  },
  stream: async (message, response) => {
    const { n, count, ms } = message.params.arguments;
    const send = events(response);
    for (let i = 1; i <= count; i++) {
      send(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: n, progress: i } }));
      await new Promise((resolve) => later(ms, resolve));
    }
    send(result(message.id, `${n}`));
    response.end();
  },
  big: (message, response) => {
    const chunk = 'x'.repeat(64 * 1024);
    const [before, after] = result(message.id, '#').split('#');
    response.writeHead(200, { 'content-type': 'application/json' }).write(before);
    let left = message.params.arguments.bytes;
    const more = () => {
      while (left > 0) {
        const piece = chunk.slice(0, Math.min(left, chunk.length));
        left -= piece.length;
        if (!response.write(piece)) return;
      }
      response.off('drain', more).end(after);
    };
    response.on('drain', more);
    more();
  },
  endless: (message, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    pour(response, '{"jsonrpc":"2.0","id":1,"result":{"content":[', `{"type":"text","text":"${'x'.repeat(60_000)}"},`);
  },
  garbage: (message, response) => {
    response.socket.write(garbage[message.params.arguments.kind]());
    response.socket.end();
  },
  'not-json': (message, response) => json(response, '{"jsonrpc":"2.0","id":1,"result":'),
};

const entry = (name, description = '') => JSON.stringify({ name, description, inputSchema: { type: 'object' } });
const lists = {
  plain: (id, response) => json(response, `{"jsonrpc":"2.0","id":${id},"result":{"tools":[${[...Object.keys(tools), 'hidden'].map((name) => entry(name))}]}}`),
  'not-json': (id, response) => json(response, `{"jsonrpc":"2.0","id":${id},"result":{"tools":[{"name":"hidden"}`),
  noise: (id, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(garbage.noise()),
  big: (id, response) => json(response, `{"jsonrpc":"2.0","id":${id},"result":{"tools":[${entry('hidden', 'x'.repeat(40 << 20))},${entry('echo')}]}}`),
  endless: (id, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    pour(response, `{"jsonrpc":"2.0","id":${id},"result":{"tools":[`, `${entry('hidden', 'x'.repeat(60_000))},`);
  },
  'endless-event': (id, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    pour(response, `data: {"jsonrpc":"2.0","id":${id},"result":{"tools":[`, `${entry('hidden', 'x'.repeat(60_000))},`);
  },
  'endless-events': (id, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    pour(response, ': on\n\n', `data: {"jsonrpc":"2.0","id":${id},"result":{"tools":[${entry('hidden', 'x'.repeat(6_000))}]}}\n\n`);
  },
};

const server = createServer(async (request, response) => {
  response.on('error', () => {});
  request.on('error', () => {});
  if (request.method === 'GET') {
    events(response);
    response.write(': open\n\n');
    return;
  }
  const pieces = [];
  try {
    for await (const piece of request) pieces.push(piece);
  } catch {
    // The caller left before its message was whole.
    return;
  }
  const body = Buffer.concat(pieces);
  const message = JSON.parse(body);
  if (message.method === 'tools/list') {
    lists[message.params?.cursor ?? 'plain'](JSON.stringify(message.id), response);
    return;
  }
  if (message.method !== 'tools/call') {
    json(response, JSON.stringify({ jsonrpc: '2.0', id: message.id, result: {} }));
    return;
  }
  writeSync(file, `${message.params.name} ${message.params.arguments.n}\n`);
  tools[message.params.name](message, response, body);
});
server.requestTimeout = 0;

serve(server, port === undefined ? 0 : Number(port));
