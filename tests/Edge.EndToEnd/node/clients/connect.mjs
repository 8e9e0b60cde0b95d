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
  sdk2: () => version2(),
  'sdk2-auto': () => version2({ versionNegotiation: { mode: 'auto' } }),
};

async function version2(options) {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(INFO, options);
  return { client, Transport: StreamableHTTPClientTransport, revision: () => client.getNegotiatedProtocolVersion(), call: (call, requestOptions) => client.callTool(call, requestOptions) };
}

export const kinds = Object.keys(KINDS);

/** Connects as an agent would: initialize (or discover), then the notification, with the credential on every request. */
export async function connect(kind, url, token) {
  const { client, Transport, revision, call } = await KINDS[kind]();
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
