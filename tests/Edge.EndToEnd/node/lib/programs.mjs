import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ChildProcess, freePort } from './process.mjs';

const START_MS = 30_000;
const NODE_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** Programs that belong together: each a process of its own, ended together, the last first. */
export class Programs {
  #started = [];

  /** The repository: where Edge finds what its settings name. */
  root = fileURLToPath(new URL('../../../..', import.meta.url));

  /** `edge` is Edge's executable. */
  constructor(edge) {
    this.edge = edge;
  }

  /** Starts a server that is a script of this folder, and says where it is: http://127.0.0.1:PORT. */
  async startServer(name, script, args = []) {
    const port = await this.#run(name, process.execPath, [join(NODE_FOLDER, script), ...args]).ready(START_MS);
    return `http://127.0.0.1:${port}`;
  }

  /** Starts an Edge before a server, with settings over the shipped ones, and says where agents find it. */
  async startEdge(name, server, settings) {
    const mcp = await freePort();
    const edge = this.#run(name, this.edge, [], {
      cwd: this.root,
      env: {
        ...process.env,
        Kestrel__Endpoints__Mcp__Url: `http://127.0.0.1:${mcp}`,
        Edge__Admin__Url: 'http://127.0.0.1:0',
        ReverseProxy__Clusters__runpod__Destinations__primary__Address: new URL('/', server).href,
        Edge__Audit__Path: join(await this.folder(), `audit-${mcp}`),
        Edge__Store__Path: join(await this.folder(), `edge-${mcp}.db`),
        ...settings,
      },
    });
    await edge.listening(mcp, START_MS);
    return `http://127.0.0.1:${mcp}/mcp`;
  }

  /** A folder that goes when the programs do. */
  async folder() {
    this.made ??= mkdtemp(join(tmpdir(), 'edge-'));
    return this.made;
  }

  /** What a program has written, when it was started. */
  outputOf(name) {
    return this.#started.find((child) => child.name === name)?.output.trim();
  }

  /** Ends what was started. */
  async stop() {
    for (const child of this.#started.toReversed()) await child.stop();
    if (this.made !== undefined) await rm(await this.made, { recursive: true });
  }

  #run(name, command, args, options) {
    const child = new ChildProcess(name, command, args, options);
    this.#started.push(child);
    return child;
  }
}

/** Ends the programs when somebody interrupts this one. */
export function stopOnSignals(programs) {
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143]]) {
    process.once(signal, async () => {
      await programs.stop();
      process.exit(code);
    });
  }
}
