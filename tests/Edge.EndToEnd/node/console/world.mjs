import { createHash } from 'node:crypto';
import { createServer, Agent, request } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChildProcess, freePort } from '../lib/process.mjs';

const START_MS = 60_000;
const TOOLS = ['list-pods', 'get-pod', 'create-pod', 'stop-pod', 'delete-pod', 'update-pod', 'run-job', 'get-job', 'list-volumes', 'create-volume'];
const hash = (token) => createHash('sha256').update(token).digest('hex');
const token = (letter) => `edge_${letter.repeat(43)}`;

export const users = { viewer: token('v'), approver: token('p'), admin: token('a') };
export const grants = { 'ci-agent': token('c'), 'nightly-batch': token('n'), intern: token('i') };

export const policy = `{
  "version": "1",
  "description": "What agents may do with pods and jobs.",
  "default": "deny",
  "hide": ["delete-*"],
  "all_tools": {
    "deny_if": [
      { "path": "args.webhook", "op": "exists", "value": true, "on_deny": "webhook is not allowed: read the output with get-job" }
    ],
    "limits": [ { "counter": "calls", "window": "day", "max": 100000 } ]
  },
  "tools": {
    "list-*": {},
    "get-pod": {
      "require": [ { "path": "args.id", "op": "regex", "value": "^[a-z0-9-]{1,64}$", "on_deny": "name one pod in id" } ]
    },
    "get-job": {},
    "create-pod": {
      "require": [ { "path": "args.body.gpu.count", "op": "lte", "value": 2, "default": 1, "on_deny": "two GPUs at most" } ],
      "approval": { "timeout": "30m", "hold": "20s", "message": "A new pod costs money until it is stopped." }
    },
    "stop-pod": { "rate_limit": "10/day" },
    "update-pod": { "action": "deny", "reason": "pods are not changed in place", "shadow": true },
    "run-job": {
      "limits": [
        { "counter": "jobs", "window": "day", "max": 20, "scope": "grant" },
        { "counter": "dollars", "window": "day", "max": 50, "scope": "grant", "increment": 2.5 }
      ]
    },
    "restart-node": { "action": "deny" }
  }
}
`;

/** An MCP server, Edge before it with a grant for each of three agents and a user of each role, and calls through it. */
export class World {
  #agent = new Agent({ keepAlive: true, maxSockets: 32 });
  #id = 0;

  constructor({ root, edge }) {
    Object.assign(this, { root, edge });
  }

  async start(settings = {}) {
    this.server = createServer((incoming, answer) => this.#answer(incoming, answer));
    await new Promise((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.folder = await mkdtemp(join(tmpdir(), 'edge-console-'));
    this.policyFile = join(this.folder, 'policy.json');
    await writeFile(this.policyFile, policy, { mode: 0o640 });
    const file = join(this.folder, 'grants.json');
    await writeFile(file, JSON.stringify({ grants: Object.entries(grants).map(([id, secret]) => ({ id, tokenHashes: [hash(secret)], servers: { runpod: {} } })) }), { mode: 0o600 });
    const [mcp, admin] = [await freePort(), await freePort()];
    this.mcp = `http://127.0.0.1:${mcp}/mcp`;
    this.admin = `http://127.0.0.1:${admin}`;
    const environment = {
      Kestrel__Endpoints__Mcp__Url: `http://127.0.0.1:${mcp}`,
      ReverseProxy__Clusters__runpod__Destinations__primary__Address: `http://127.0.0.1:${this.server.address().port}/`,
      Edge__Policies__runpod: this.policyFile,
      Edge__Grants__File: file,
      Edge__KeyFile: join(this.folder, 'edge.key'),
      Edge__Audit__Path: join(this.folder, 'audit'),
      Edge__Store__Path: join(this.folder, 'edge.db'),
      Edge__Admin__Url: this.admin,
      Edge__Admin__KeepArguments: 'true',
      Edge__Admin__PolicyEditing: 'true',
      Edge__Admin__TraceUrl: 'http://127.0.0.1:16686/trace/{traceId}',
      Edge__Approvals__Mask__0: 'args.body.env',
      Edge__Flood__RequestsPerSecond: '100000',
      Edge__Flood__Burst: '100000',
      Edge__Flood__ConnectionsPerAddress: '1000',
      // Someone listens, so that there are traces.
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
    };
    Object.entries(users).forEach(([role, secret], index) => Object.assign(environment, {
      [`Edge__Admin__Users__${index}__name`]: { viewer: 'vera', approver: 'paul', admin: 'anna' }[role],
      [`Edge__Admin__Users__${index}__tokenHash`]: hash(secret),
      [`Edge__Admin__Users__${index}__role`]: role,
    }));
    this.program = new ChildProcess('Edge', this.edge, [], { cwd: this.root, env: { ...process.env, ...environment, ...settings } });
    await this.program.listening(mcp, START_MS);
  }

  async stop() {
    await this.program?.stop();
    this.#agent.destroy();
    this.server?.closeAllConnections();
    this.server?.close();
    if (this.folder) await rm(this.folder, { recursive: true });
  }

  /** Sends a message as a grant; the answer's text. */
  send(method, params, grant = 'ci-agent') {
    const body = JSON.stringify({ jsonrpc: '2.0', id: ++this.#id, method, params });
    return new Promise((resolve, reject) => {
      const sent = request(this.mcp, {
        method: 'POST',
        agent: this.#agent,
        headers: {
          'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body), Accept: 'application/json, text/event-stream',
          Authorization: `Bearer ${grants[grant]}`, 'MCP-Protocol-Version': '2025-11-25',
        },
      }, (answer) => {
        let text = '';
        answer.on('data', (data) => { text += data; }).on('end', () => resolve(text)).on('error', reject);
      });
      sent.on('error', reject).end(body);
    });
  }

  call(name, args = {}, grant = undefined) {
    return this.send('tools/call', { name, arguments: args }, grant);
  }

  /** A morning's work of three agents: some of everything. */
  async play() {
    await this.send('tools/list', {});
    for (let i = 0; i < 3; i++) {
      await this.call('list-pods', {}, 'intern');
      await this.call('get-pod', { id: `pod-${i}` });
      await this.call('run-job', { body: { script: `train-${i}.py`, env: { HF_TOKEN: 'hf_secret' } } }, 'nightly-batch');
    }
    for (let i = 0; i < 14; i++) await this.call('run-job', { body: { script: 'evaluate.py', input: { seed: i } } });
    for (let i = 0; i < 12; i++) await this.call('stop-pod', { id: `pod-${i}` }, 'nightly-batch');
    await this.call('get-pod', { id: '../../secrets' }, 'intern');
    await this.call('create-pod', { body: { image: 'runpod/pytorch', gpu: { id: 'NVIDIA A40', count: 8 } } }, 'intern');
    await this.call('delete-pod', { id: 'pod-1' });
    await this.call('update-pod', { id: 'pod-1', body: { image: 'runpod/base' } });
    await this.call('restart-node', { id: 7 }, 'intern');
    await this.call('run-job', { body: { script: 'x.py' }, webhook: 'https://elsewhere.example' }, 'intern');
    await this.call('list-volumes', {});
    await this.call('get-job', { id: 'none' });
  }

  /** Asks the admin API with a user's token. */
  async api(path, role = 'admin', options = {}) {
    const answer = await fetch(this.admin + path, { ...options, headers: { Authorization: `Bearer ${users[role]}`, ...options.headers } });
    return { status: answer.status, body: await answer.json() };
  }

  readPolicy() {
    return readFile(this.policyFile, 'utf8');
  }

  #answer(incoming, answer) {
    let body = '';
    incoming.on('data', (data) => { body += data; }).on('end', () => {
      const message = body === '' ? {} : JSON.parse(body);
      const result = message.method === 'tools/list'
        ? { tools: TOOLS.map((name) => ({ name, inputSchema: { type: 'object' } })) }
        : message.params?.name === 'get-job'
          ? { content: [{ type: 'text', text: 'no such job' }], isError: true }
          : { content: [{ type: 'text', text: 'done' }] };
      const text = JSON.stringify({ jsonrpc: '2.0', id: message.id, result });
      setTimeout(() => answer.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }).end(text), message.params?.name === 'run-job' ? 12 : 0);
    });
  }
}
