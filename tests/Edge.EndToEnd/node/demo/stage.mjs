import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freePort } from '../lib/process.mjs';
import { Programs } from '../lib/programs.mjs';

const run = promisify(execFile);

/** What the demo runs: the simulated API, the real runpod-mcp before it and Edge before that, each a process of its own. */
export class Stage extends Programs {
  /** `edge` is Edge's executable; without it the server is reached directly. */
  constructor({ edge, policy, say }) {
    super(edge);
    Object.assign(this, { policy, say });
  }

  async start() {
    // 1: the API, which counts what reaches it.
    this.say('starting the simulated Runpod API');
    this.api = await this.startServer('the simulated Runpod API', 'runpod-api.mjs');

    // 2: the real server, told that this API is Runpod.
    this.say('starting @runpod/mcp-server over HTTP');
    this.server = `${await this.startServer('runpod-mcp', 'runpod-server.mjs', ['--api', this.api])}/mcp`;
    this.target = this.server;
    if (this.edge === undefined) return;

    // 3: Edge, configured as an operator would over the shipped appsettings.json.
    this.say(`starting Edge with ${this.policy}`);
    this.target = await this.startEdge('Edge', this.server, { Edge__Policies__runpod: this.policy, ...(await this.#invite()) });
  }

  // A person with a token of their own, who answers where the policy asks for one.
  async #invite() {
    const { stdout } = await run(this.edge, ['user', 'new', 'demo', '--role', 'approver'], { cwd: this.root });
    const [token, entry] = stdout.trim().split('\n');
    const admin = `http://127.0.0.1:${await freePort()}`;
    this.person = { admin, token };
    return { Edge__Admin__Url: admin, Edge__Admin__Users__0__name: 'demo', Edge__Admin__Users__0__role: 'approver', Edge__Admin__Users__0__tokenHash: JSON.parse(entry).tokenHash };
  }

  /** What Edge has written, when it was started. */
  get edgeOutput() {
    return this.outputOf('Edge');
  }

  /** How many requests the API has seen. */
  async seen() {
    const answer = await fetch(`${this.api}/_log`);
    return (await answer.json()).requests.length;
  }
}
