import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';

const KEPT_OUTPUT = 64 * 1024;
const STOP_MS = 5_000;

/** One program that we started: its output is kept for the message when it fails, and it is ended by its own id. */
export class ChildProcess {
  #output = '';

  constructor(name, command, args, options = {}) {
    this.name = name;
    this.child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] });
    this.exited = new Promise((resolve) => {
      this.child.once('error', (error) => resolve(`could not be started: ${error.message}`));
      this.child.once('exit', (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
    });
    this.exited.then((how) => { this.ended = how; });
    // A program that dies while we write to it says so through its exit.
    this.child.stdin.on('error', () => {});
    for (const stream of [this.child.stdout, this.child.stderr]) stream.on('data', (data) => this.#keep(data.toString()));
  }

  get output() {
    return this.#output;
  }

  /** The port of the line {"ready":true,"port":N}. */
  async ready(milliseconds) {
    const line = await this.#within(milliseconds, () => /^\{"ready":true,"port":(\d+)\}$/m.exec(this.#output)?.[1]);
    return Number(line);
  }

  /** Until somebody listens on the port. */
  async listening(port, milliseconds) {
    await this.#within(milliseconds, () => new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy()));
      socket.once('error', () => resolve(undefined));
    }));
  }

  async stop() {
    if (this.ended !== undefined) return;
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), STOP_MS);
    await this.exited;
    clearTimeout(timer);
  }

  #keep(text) {
    this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
  }

  #said() {
    return this.#output.trim() || '(nothing)';
  }

  async #within(milliseconds, probe) {
    const end = performance.now() + milliseconds;
    for (;;) {
      const found = await probe();
      if (found !== undefined) return found;
      if (this.ended !== undefined) throw new Error(`${this.name} ${this.ended}; it said:\n${this.#said()}`);
      if (performance.now() > end) throw new Error(`${this.name} was not ready within ${milliseconds / 1000} s; it said:\n${this.#said()}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** A port of the loopback address that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
