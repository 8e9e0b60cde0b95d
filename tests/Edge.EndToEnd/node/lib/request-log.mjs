import { createHash } from 'node:crypto';

const SHOWN_BODY_BYTES = 64 * 1024;

/** What a credential is called in a log: never itself, always the same for the same one. */
export function credentialName(request) {
  const header = request.headers.authorization;
  return header === undefined ? null : createHash('sha256').update(header).digest('hex').slice(0, 12);
}

/**
 * Remembers what arrived. `GET /_log` returns it, oldest first, `?credential=NAME` one caller's only; `DELETE /_log` forgets it.
 * It is what proves that a denied call reached nobody.
 */
export class RequestLog {
  #entries = [];

  /** Answers a request for the log itself; false when it is not one. */
  answered(request, response) {
    const url = new URL(request.url, 'http://log');
    if (url.pathname !== '/_log') return false;
    if (request.method === 'DELETE') {
      this.#entries = [];
      response.writeHead(204).end();
      return true;
    }
    const wanted = url.searchParams.get('credential');
    const requests = wanted === null ? this.#entries : this.#entries.filter((entry) => entry.credential === wanted);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ requests }));
    return true;
  }

  /** Adds a request; the entry returned may be completed later. */
  add(request) {
    const url = new URL(request.url, 'http://log');
    const entry = { method: request.method, path: url.pathname, query: url.search, credential: credentialName(request) };
    this.#entries.push(entry);
    return entry;
  }

  /** Adds a body to its entry, as JSON where it is short JSON, else its size and SHA-256. */
  static describeBody(entry, bytes) {
    if (bytes.length === 0) return;
    entry.bodyBytes = bytes.length;
    entry.bodySha256 = createHash('sha256').update(bytes).digest('hex');
    if (bytes.length > SHOWN_BODY_BYTES) return;
    try {
      entry.body = JSON.parse(bytes.toString('utf8'));
    } catch {
      entry.body = bytes.toString('utf8');
    }
  }
}
