import { cpus, dataCenters, gpus } from './catalog.mjs';
import { pause, sendJson } from '../lib/http.mjs';

// Path segment → the member that a list answers with.
const COLLECTIONS = {
  pods: 'pods',
  serverless: 'endpoints',
  templates: 'templates',
  'network-volumes': 'networkVolumes',
  registries: 'registries',
  clusters: 'clusters',
};

const STATUS_AFTER = { start: 'RUNNING', restart: 'RUNNING', stop: 'EXITED' };
const LOG_LINES = 3;

/** REST v2: collections with create, read, update and delete, actions and logs of pods, the catalogue; any other path is echoed. */
export class Rest {
  #collections = Object.fromEntries(Object.keys(COLLECTIONS).map((name) => [name, new Map()]));
  #keys = ['ssh-ed25519 AAAA simulated'];
  #next = 1;

  constructor() {
    // The second id has the form that Runpod gives to an account's own endpoints, by which the shipped policies know them.
    for (const id of ['ep-echo', 'echo0endpoint1']) {
      this.#collections.serverless.set(id, {
        id,
        name: 'echo',
        type: 'QUEUE',
        image: 'runpod/worker-echo:1.0',
        gpu: { pools: ['ADA_24'], count: 1 },
        workers: { min: 0, max: 2, idleTimeout: 5 },
        scaling: { type: 'QUEUE_DELAY', queueDelay: 4 },
        env: { ECHO_TOKEN: 'simulated-secret' },
      });
    }
    for (const [id, status] of [['pod-1', 'RUNNING'], ['pod-2', 'EXITED']]) {
      this.#collections.pods.set(id, { id, name: id, status, image: 'runpod/pytorch:2.8.0', gpu: { id: gpus[0].id, count: 1 }, costPerHr: 0.69 });
    }
    this.#collections.templates.set('tpl-1', { id: 'tpl-1', name: 'echo', image: 'runpod/worker-echo:1.0', serverless: true, env: {} });
    this.#collections['network-volumes'].set('vol-1', { id: 'vol-1', name: 'models', size: 50, dataCenter: 'EU-RO-1' });
    this.#collections.registries.set('reg-1', { id: 'reg-1', name: 'private' });
  }

  hasEndpoint(id) {
    return this.#collections.serverless.has(id);
  }

  async handle(request, response, segments, query, body) {
    const [collection, id, sub] = segments;
    const route = `${request.method} ${segments.join('/')}`;
    if (collection === 'catalog') return this.#catalog(response, id, segments.slice(2).join('/'));
    if (collection === 'account' && id === 'ssh-keys') {
      if (request.method === 'PUT') this.#keys = body?.keys ?? [];
      return sendJson(response, 200, { keys: this.#keys });
    }
    if (collection === 'billing') return sendJson(response, 200, { records: [], total: 0 });
    if (route === 'GET registries/delegations') return sendJson(response, 200, { delegations: [] });

    const items = this.#collections[collection];
    if (items === undefined || (sub !== undefined && !['action', 'logs', 'workers'].includes(sub))) return this.#echo(request, response, segments, query, body);
    if (id === undefined) return this.#wholeCollection(request, response, collection, items, body);

    const item = items.get(id);
    if (item === undefined) return sendJson(response, 404, { error: `${collection} '${id}' not found` });
    if (segments.at(-1) === 'logs') return this.#logs(response);
    if (sub === 'workers') return sendJson(response, 200, { workers: [{ id: 'worker-1', status: 'IDLE' }], summary: { total: 1, idle: 1 } });
    if (sub === 'action') return this.#action(response, items, item, body);
    switch (request.method) {
      case 'GET':
        return sendJson(response, 200, item);
      case 'PATCH':
        Object.assign(item, body);
        return sendJson(response, 200, item);
      case 'DELETE':
        items.delete(id);
        return response.writeHead(204).end();
      default:
        return sendJson(response, 405, { error: 'method not allowed' });
    }
  }

  #wholeCollection(request, response, collection, items, body) {
    if (request.method === 'GET') return sendJson(response, 200, { [COLLECTIONS[collection]]: [...items.values()] });
    if (request.method !== 'POST') return sendJson(response, 405, { error: 'method not allowed' });
    const { password: _, ...kept } = body ?? {};
    const item = { id: `${collection}-new-${this.#next++}`, status: 'RUNNING', ...kept };
    items.set(item.id, item);
    return sendJson(response, 201, item);
  }

  #action(response, pods, pod, body) {
    if (body?.action === 'terminate') {
      pods.delete(pod.id);
      return sendJson(response, 200, { id: pod.id, status: 'TERMINATED' });
    }
    const status = STATUS_AFTER[body?.action];
    if (status === undefined) return sendJson(response, 400, { error: `unknown action '${body?.action}'` });
    pod.status = status;
    return sendJson(response, 200, pod);
  }

  async #logs(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (let i = 1; i <= LOG_LINES && !response.destroyed; i++) {
      response.write(`data: ${JSON.stringify({ source: 'container', line: `line ${i}`, ts: '2026-01-01T00:00:00Z' })}\n\n`);
      await pause(20, response);
    }
    response.end();
  }

  #catalog(response, kind, id) {
    const [member, entries] = { gpus: ['gpus', gpus], cpus: ['cpus', cpus], datacenters: ['dataCenters', dataCenters], templates: ['templates', []] }[kind] ?? [];
    if (entries === undefined) return sendJson(response, 404, { error: 'not found' });
    if (id === '') return sendJson(response, 200, { [member]: entries });
    const entry = entries.find((e) => e.id === id);
    return entry === undefined ? sendJson(response, 404, { error: 'not found' }) : sendJson(response, 200, entry);
  }

  #echo(request, response, segments, query, body) {
    sendJson(response, 200, { echo: { method: request.method, path: `/v2/${segments.join('/')}`, query: Object.fromEntries(query), body: body ?? null } });
  }
}
