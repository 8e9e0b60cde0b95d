import { randomBytes } from 'node:crypto';

/** A trace that an agent begins (W3C Trace Context), as it travels in the `_meta` of a message: Edge's spans of the call belong to it. */
export function newTrace() {
  const id = randomBytes(16).toString('hex');
  return { id, meta: { traceparent: `00-${id}-${randomBytes(8).toString('hex')}-01` } };
}
