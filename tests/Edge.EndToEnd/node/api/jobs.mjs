import { createHash } from 'node:crypto';
import { pause, sendJson } from '../lib/http.mjs';

const DEFAULT_RUNSYNC_WAIT_MS = 90_000;
const STREAM_HOLD_MS = 10_000;
const POLL_MS = 10;
const TERMINAL = new Set(['COMPLETED', 'FAILED', 'CANCELLED', 'TIMED_OUT']);

/**
 * The serverless job API: /{endpointId}/{run|runsync|status|stream|cancel|retry|health|purge-queue}[/{jobId}].
 *
 * The job's input says how it behaves: `queueMs` (0) before it starts, `runMs` (40) of work, `chunks` (0) handed out evenly over that
 * work, `fail` (false). Its output tells what arrived: the input without its `text`, and the length and SHA-256 of `text`.
 */
export class Jobs {
  #jobs = new Map();
  #next = 1;

  /** `knows(endpointId)` says whether an endpoint exists. */
  constructor(knows) {
    this.knows = knows;
  }

  async handle(request, response, [endpointId, action, jobId], query, body) {
    if (!this.knows(endpointId)) return sendJson(response, 404, { error: 'endpoint not found' });
    const wait = query.has('wait') ? Number(query.get('wait')) : undefined;
    switch (`${request.method} ${action}`) {
      case 'POST run': {
        const job = this.#submit(endpointId, body);
        return sendJson(response, 200, { id: job.id, status: 'IN_QUEUE' });
      }
      case 'POST runsync': {
        const job = this.#submit(endpointId, body);
        await this.#until(() => TERMINAL.has(state(job)), Math.min(wait ?? DEFAULT_RUNSYNC_WAIT_MS, 300_000), response);
        return sendJson(response, 200, describe(job));
      }
      case 'GET health': {
        const states = [...this.#jobs.values()].filter((job) => job.endpointId === endpointId).map(state);
        const count = (wanted) => states.filter((s) => s === wanted).length;
        return sendJson(response, 200, {
          jobs: { completed: count('COMPLETED'), failed: count('FAILED'), inProgress: count('IN_PROGRESS'), inQueue: count('IN_QUEUE'), retried: 0 },
          workers: { idle: 1, initializing: 0, ready: 1, running: 0, throttled: 0, unhealthy: 0 },
        });
      }
      case 'POST purge-queue': {
        const queued = [...this.#jobs.values()].filter((job) => job.endpointId === endpointId && state(job) === 'IN_QUEUE');
        for (const job of queued) job.cancelled = true;
        return sendJson(response, 200, { removed: queued.length, status: 'completed' });
      }
    }

    const job = this.#jobs.get(jobId);
    if (job === undefined || job.endpointId !== endpointId) return sendJson(response, 404, { error: 'job not found' });
    switch (`${request.method} ${action}`) {
      case 'GET status':
        return sendJson(response, 200, describe(job));
      case 'GET stream': {
        const due = () => TERMINAL.has(state(job)) || chunksDue(job) > job.handedOut;
        await this.#until(due, wait ?? STREAM_HOLD_MS, response);
        return sendJson(response, 200, { id: job.id, status: state(job), stream: handOut(job) });
      }
      case 'POST cancel':
        job.cancelled = true;
        return sendJson(response, 200, { id: job.id, status: 'CANCELLED' });
      case 'POST retry':
        if (!['FAILED', 'TIMED_OUT'].includes(state(job))) return sendJson(response, 400, { error: 'only a failed or timed-out job can be retried' });
        Object.assign(job, { submitted: performance.now(), handedOut: 0, fail: false });
        return sendJson(response, 200, { id: job.id, status: 'IN_QUEUE' });
      default:
        return sendJson(response, 404, { error: 'not found' });
    }
  }

  #submit(endpointId, body) {
    const input = body?.input ?? {};
    const job = {
      id: `job-${this.#next++}`,
      endpointId,
      input,
      submitted: performance.now(),
      queueMs: input.queueMs ?? 0,
      runMs: input.runMs ?? 40,
      chunks: input.chunks ?? 0,
      fail: input.fail === true,
      cancelled: false,
      handedOut: 0,
    };
    this.#jobs.set(job.id, job);
    return job;
  }

  async #until(condition, milliseconds, response) {
    const end = performance.now() + milliseconds;
    while (!condition() && performance.now() < end && !response.destroyed) await pause(POLL_MS, response);
  }
}

function state(job) {
  if (job.cancelled) return 'CANCELLED';
  const age = performance.now() - job.submitted;
  if (age < job.queueMs) return 'IN_QUEUE';
  if (age < job.queueMs + job.runMs) return 'IN_PROGRESS';
  return job.fail ? 'FAILED' : 'COMPLETED';
}

function describe(job) {
  const status = state(job);
  const { text, ...rest } = job.input;
  const output = { ...rest };
  if (typeof text === 'string') Object.assign(output, { textLength: text.length, textSha256: createHash('sha256').update(text).digest('hex') });
  return {
    id: job.id,
    status,
    ...(status === 'COMPLETED' ? { delayTime: job.queueMs, executionTime: job.runMs, output } : {}),
    ...(status === 'FAILED' ? { error: 'the worker failed, as its input asked' } : {}),
  };
}

function chunksDue(job) {
  const worked = performance.now() - job.submitted - job.queueMs;
  return Math.max(0, Math.min(job.chunks, Math.floor((worked / job.runMs) * job.chunks)));
}

// Each chunk is handed out once, as Runpod does.
function handOut(job) {
  const from = job.handedOut;
  job.handedOut = chunksDue(job);
  return Array.from({ length: job.handedOut - from }, (_, i) => ({ output: `chunk ${from + i + 1} of ${job.chunks}` }));
}
