import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ChildProcess, freePort } from '../lib/process.mjs';

const START_MS = 30_000;
const run = promisify(execFile);

/** What the demo runs: the simulated API, the real runpod-mcp before it and Edge before that, each a process of its own. */
export class Stage {
  #started = [];

  /** `edge` is Edge's executable, `root` the repository; without `edge` the server is reached directly. */
  constructor({ root, node, edge, policy, say }) {
    Object.assign(this, { root, node, edge, policy, say });
  }

  async start() {
    // 1: the API, which counts what reaches it.
    this.say('starting the simulated Runpod API');
    this.api = `http://127.0.0.1:${await this.#run('the simulated Runpod API', process.execPath, [`${this.node}/runpod-api.mjs`]).ready(START_MS)}`;

    // 2: the real server, told that this API is Runpod.
    this.say('starting @runpod/mcp-server over HTTP');
    const port = await this.#run('runpod-mcp', process.execPath, [`${this.node}/runpod-server.mjs`, '--api', this.api]).ready(START_MS);
    this.server = `http://127.0.0.1:${port}/mcp`;
    this.target = this.server;
    if (this.edge === undefined) return;

    // 3: Edge, configured as an operator would over the shipped appsettings.json.
    this.say(`starting Edge with ${this.policy}`);
    this.target = await this.startEdge('Edge', { Edge__Policies__runpod: this.policy, ...(await this.#invite()) });
  }

  // 4: a person with a token of their own, who answers where the policy asks for one.
  async #invite() {
    const { stdout } = await run(this.edge, ['user', 'new', 'demo', '--role', 'approver'], { cwd: this.root });
    const [token, entry] = stdout.trim().split('\n');
    const admin = `http://127.0.0.1:${await freePort()}`;
    this.person = { admin, token };
    return { Edge__Admin__Url: admin, Edge__Admin__Users__0__name: 'demo', Edge__Admin__Users__0__role: 'approver', Edge__Admin__Users__0__tokenHash: JSON.parse(entry).tokenHash };
  }

  /** Starts an Edge before the server, with settings over the shipped ones, and says where agents find it. */
  async startEdge(name, settings) {
    const mcp = await freePort();
    this.folder ??= await mkdtemp(join(tmpdir(), 'edge-demo-'));
    const edge = this.#run(name, this.edge, [], {
      cwd: this.root,
      env: {
        ...process.env,
        Kestrel__Endpoints__Mcp__Url: `http://127.0.0.1:${mcp}`,
        Edge__Admin__Url: 'http://127.0.0.1:0',
        ReverseProxy__Clusters__runpod__Destinations__primary__Address: new URL('/', this.server).href,
        Edge__Audit__Path: join(this.folder, `audit-${mcp}`),
        ...settings,
      },
    });
    await edge.listening(mcp, START_MS);
    return `http://127.0.0.1:${mcp}/mcp`;
  }

  /** What Edge has written, when it was started. */
  get edgeOutput() {
    return this.#started.find((child) => child.name === 'Edge')?.output.trim();
  }

  /** How many requests the API has seen. */
  async seen() {
    const answer = await fetch(`${this.api}/_log`);
    return (await answer.json()).requests.length;
  }

  /** Ends what was started, the last first. */
  async stop() {
    for (const child of this.#started.toReversed()) await child.stop();
    if (this.folder !== undefined) await rm(this.folder, { recursive: true });
  }

  #run(name, command, args, options) {
    const child = new ChildProcess(name, command, args, options);
    this.#started.push(child);
    return child;
  }
}
