// The official TypeScript clients, behind one face: each is loaded only when it is asked for.
const INFO = { name: 'edge-end-to-end', version: '1.0.0' };
const TIMEOUT_MS = 60_000;

const KINDS = {
  sdk1: async () => {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const client = new Client(INFO);
    return { client, Transport: StreamableHTTPClientTransport, revision: (transport) => transport.protocolVersion, call: (call, options) => client.callTool(call, undefined, options) };
  },
  sdk2: (elicit) => version2({}, elicit),
  'sdk2-auto': (elicit) => version2({ versionNegotiation: { mode: 'auto' } }, elicit),
};

async function version2(options, elicit) {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(INFO, { ...options, ...(elicit && { capabilities: { elicitation: { form: {}, url: {} } } }) });
  if (elicit) client.setRequestHandler('elicitation/create', elicit);
  return { client, Transport: StreamableHTTPClientTransport, revision: () => client.getNegotiatedProtocolVersion(), call: (call, requestOptions) => client.callTool(call, requestOptions) };
}

export const kinds = Object.keys(KINDS);

/**
 * Connects as an agent would: initialize (or discover), then the notification, with the credential on every request. `elicit`, when given, answers for
 * the client's person (version 2 only).
 */
export async function connect(kind, url, token, elicit) {
  const { client, Transport, revision, call } = await KINDS[kind](elicit);
  const transport = new Transport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } });
  await client.connect(transport);
  return {
    revision: revision(transport),
    server: client.getServerVersion(),
    list: async () => (await client.listTools()).tools,
    // `meta`, when given, travels in the message as `_meta`.
    call: (name, args, meta) => call({ name, arguments: args, ...(meta && { _meta: meta }) }, { timeout: TIMEOUT_MS }),
    close: () => client.close(),
  };
}
