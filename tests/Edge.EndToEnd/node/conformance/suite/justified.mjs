const OWN_WORDS = ['/details/responseBody/error/message', '/details/responseBody/error/data'];
const OWN_ANSWER = ['/details/response/error/message', '/details/response/error/data'];
const MISMATCH = 'Edge compares the mirrored headers with the body before the server does: same status, code and id, in Edge\'s words';
const ENVELOPE = 'Edge checks what the revision requires of _meta before the server does: same status, code and id, in Edge\'s words';
const REMOVED = 'Edge responds to a method that the revision no longer has if it names no resource, because there is nothing to judge: same status, code and id, in Edge\'s words';
const HOST = 'Edge checks Host itself, because a server behind a proxy only sees the proxy\'s: 400 where this server responds with 403; the suite accepts any 4xx';
const BROWSER = 'Edge adds headers to responses to GET, so that a browser does not treat them as a page of Edge\'s origin; the stream itself is the same';

/**
 * Every difference that is as it should be, and why: the check, and the places in its details that may differ. A difference that is not
 * here is a defect, and an entry that no run needs is one too.
 */
export const justified = [
  ...['2025-11-25', '2026-07-28'].map((requirements) => entry(requirements, 'dns-rebinding-protection', 'localhost-host-rebinding-rejected', 1, HOST, [
    '/details/statusCode', '/details/body/error/code', '/details/body/error/message', '/details/body/id',
  ])),
  entry('2025-11-25', 'server-sse-polling', 'incoming-response', 2, BROWSER, ['/details/headers/content-security-policy', '/details/headers/x-content-type-options']),
  ...[1, 2, 3, 4, 5].flatMap((number) => ['sep-2243-server-reject-invalid-headers', 'sep-2243-server-reject-error-code'].map((id) =>
    entry('2026-07-28', 'http-header-validation', id, number, MISMATCH, OWN_WORDS))),
  ...['missing-meta', 'missing-protocol-version', 'missing-client-capabilities'].flatMap((slug, index) => [
    entry('2026-07-28', 'server-stateless', `sep-2575-request-meta-invalid-${slug}`, 1, ENVELOPE, OWN_ANSWER),
    entry('2026-07-28', 'server-stateless', 'sep-2575-http-server-meta-invalid-400', index + 1, ENVELOPE, OWN_ANSWER),
  ]),
  entry('2026-07-28', 'server-stateless', 'sep-2575-http-server-header-mismatch-400', 1, MISMATCH, OWN_ANSWER),
  ...['subscribe', 'unsubscribe'].map((method) =>
    entry('2026-07-28', 'server-stateless', `sep-2575-http-server-method-not-found-404-resources-${method}`, 1, REMOVED, OWN_ANSWER)),
];

/** Tells the differences that nothing justifies, and the entries that nothing needed. */
export function judge(requirements, differences) {
  const needed = new Set();
  const unjustified = differences.filter((difference) => {
    const found = justified.find((candidate) => candidate.requirements === requirements && candidate.key === difference.key);
    if (found !== undefined) needed.add(found);
    return found === undefined || difference.kind !== 'said' || !difference.members.every(({ pointer }) => found.members.includes(pointer));
  });
  return { unjustified, unneeded: justified.filter((candidate) => candidate.requirements === requirements && !needed.has(candidate)) };
}

function entry(requirements, scenario, id, number, reason, members) {
  return { requirements, key: `${scenario} ${id} ${number}`, scenario, id, reason, members };
}
