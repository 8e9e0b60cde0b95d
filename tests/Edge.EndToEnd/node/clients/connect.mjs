// The official TypeScript clients, behind one face: each is loaded only when it is asked for.
import { roots, sample, fill } from './person.mjs';

const INFO = { name: 'edge-end-to-end', version: '1.0.0' };
const TIMEOUT_MS = 60_000;
const CAPABILITIES = { elicitation: {}, sampling: {}, roots: {} };

const KINDS = {
  sdk1: async (options) => {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const types = await import('@modelcontextprotocol/sdk/types.js');
    const client = new Client(INFO, options);
    const answer = (schema, run) => client.setRequestHandler(schema, ({ params }) => run(params));
    return {
      client,
      Transport: StreamableHTTPClientTransport,
      revision: (transport) => transport.protocolVersion,
      call: (call, requestOptions) => client.callTool(call, undefined, requestOptions),
      answers: { 'elicitation/create': (run) => answer(types.ElicitRequestSchema, run), 'sampling/createMessage': (run) => answer(types.CreateMessageRequestSchema, run), 'roots/list': (run) => answer(types.ListRootsRequestSchema, run) },
      hear: (run) => client.setNotificationHandler(types.ToolListChangedNotificationSchema, ({ method }) => run(method)),
    };
  },
  sdk2: (options) => version2(options),
  'sdk2-auto': (options) => version2({ ...options, versionNegotiation: { mode: 'auto' } }),
  'sdk2-pin': (options) => version2({ ...options, versionNegotiation: { mode: { pin: '2026-07-28' } } }),
};

async function version2(options) {
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(INFO, options);
  const answer = (method) => (run) => client.setRequestHandler(method, ({ params }) => run(params));
  return {
    client,
    Transport: StreamableHTTPClientTransport,
    revision: () => client.getNegotiatedProtocolVersion(),
    call: (call, requestOptions) => client.callTool(call, requestOptions),
    answers: Object.fromEntries(['elicitation/create', 'sampling/createMessage', 'roots/list'].map((method) => [method, answer(method)])),
    hear: (run) => client.setNotificationHandler('notifications/tools/list_changed', ({ method }) => run(method)),
  };
}

export const kinds = Object.keys(KINDS);

/**
 * Connects as an agent would: initialize (or discover), then the notification, with the credential on every request. `elicit`, when given, answers for
 * the client's person, who then may also be sent to an address.
 */
export async function connect(kind, url, token, elicit) {
  const capabilities = elicit ? { ...CAPABILITIES, elicitation: { form: {}, url: {} } } : CAPABILITIES;
  const { client, Transport, revision, call, answers, hear } = await KINDS[kind]({ capabilities });
  answers['elicitation/create'](elicit ?? fill);
  answers['sampling/createMessage'](sample);
  answers['roots/list'](roots);
  const heard = [];
  hear((method) => heard.push(method));

  const transport = new Transport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } });
  await client.connect(transport);
  return {
    revision: revision(transport),
    server: client.getServerVersion(),
    heard,
    list: async () => (await client.listTools()).tools,
    // `meta`, when given, travels in the message as `_meta`.
    call: (name, args, meta, signal) => call({ name, arguments: args, ...(meta && { _meta: meta }) }, { timeout: TIMEOUT_MS, signal }),
    read: (uri) => client.readResource({ uri }),
    prompt: (name) => client.getPrompt({ name }),
    listen: (filter) => client.listen(filter),
    close: () => client.close(),
  };
}
