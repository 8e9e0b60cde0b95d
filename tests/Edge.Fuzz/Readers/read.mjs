// Reads what Edge accepted as servers and clients in JavaScript do, without any care of its own, and says what it read.
// Frames on both pipes: length (4 bytes, big endian), then one letter for what is asked, the number of inputs, and each with its length.
// Usage: node read.mjs PATH-OF-eventsource-parser
import { pathToFileURL } from 'node:url';

const { createParser } = await import(pathToFileURL(process.argv[2]).href);
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const withoutMark = new TextDecoder('utf-8');
let paths = [];

// --- what a value is, in one spelling: members by name, numbers by their bits

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const hex = (word) => word.toString(16).padStart(8, '0');

function canon(value) {
  switch (typeof value) {
    case 'string': return JSON.stringify(value);
    case 'boolean': return value ? 't' : 'f';
    case 'number':
      // Minus zero equals zero in every comparison of every reader.
      float[0] = value + 0;
      return `d${hex(words[1])}${hex(words[0])}`;
    case 'undefined': return '-';
  }
  if (value === null) return 'n';
  if (Array.isArray(value)) return `[${value.map(canon).join(',')}]`;
  return `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canon(value[key])}`).join(',')}}`;
}

const isMap = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const own = (value, key) => (isMap(value) && Object.hasOwn(value, key) ? value[key] : undefined);

// --- requests

const protocol = ['jsonrpc', 'id', 'method', 'params', 'result', 'error', '_meta', 'name', 'arguments', 'uri', 'ref', 'type', 'taskId', 'protocolVersion',
  'notifications', 'resourceSubscriptions'];
const folded = new Map(protocol.map((key) => [fold(key), key]));

// As the most careless reader of names there is: each letter in either case, in any language, one for one.
function fold(text) {
  return [...text].map((c) => { const upper = c.toUpperCase(); return (upper.length === c.length ? upper : c).toLowerCase()[0]; }).join('');
}

function careless(value) {
  if (!isMap(value)) return '';
  for (const key of Object.keys(value)) {
    const meant = folded.get(fold(key));
    if (meant !== undefined && meant !== key) return ` careless ${JSON.stringify(key)}`;
  }
  return '';
}

function target(message) {
  const params = own(message, 'params');
  switch (own(message, 'method')) {
    case 'tools/call': return `tool ${canon(own(params, 'name'))}`;
    case 'prompts/get': return `prompt ${canon(own(params, 'name'))}`;
    case 'resources/read': case 'resources/subscribe': case 'resources/unsubscribe': return `uri [${canon(own(params, 'uri'))}]`;
    case 'tasks/get': case 'tasks/update': case 'tasks/cancel': case 'tasks/result': return `task ${canon(own(params, 'taskId'))}`;
    case 'completion/complete': {
      const ref = own(params, 'ref');
      return own(ref, 'type') === 'ref/prompt' ? `prompt ${canon(own(ref, 'name'))}` : `uri [${canon(own(ref, 'uri'))}]`;
    }
    case 'subscriptions/listen': {
      const uris = own(own(params, 'notifications'), 'resourceSubscriptions');
      return uris === undefined || uris.length === 0 ? '-' : `uri ${canon(uris)}`;
    }
    case 'initialize': { const version = own(params, 'protocolVersion'); return version === undefined ? '-' : `version ${canon(version)}`; }
    default: return '-';
  }
}

function request(bytes) {
  const message = JSON.parse(utf8.decode(bytes));
  const params = own(message, 'params');
  const meta = own(params, '_meta');
  const method = own(message, 'method');
  const kind = method === undefined ? 'response' : own(message, 'id') === undefined ? 'notification' : 'request';
  const doubt = careless(message) + careless(params) + careless(own(params, 'ref')) + careless(own(params, 'notifications'));
  const args = method === 'tools/call' || method === 'prompts/get' ? own(params, 'arguments') : undefined;
  return [kind + doubt, canon(method), canon(own(message, 'id')), target(message), canon(own(meta, 'io.modelcontextprotocol/protocolVersion')), canon(args),
    canon(message), ...paths.map((path) => at(args ?? {}, path))].join('\n');
}

// --- paths of conditions

const letters = (name) => name.replaceAll('\u017F', 'S').replaceAll('\u212A', 'K').replace(/[a-z]+/g, (run) => run.toUpperCase());

function at(value, { steps, take }) {
  for (const step of steps) {
    if (typeof step === 'number') {
      if (!Array.isArray(value)) return 'unevaluable';
      if (step >= value.length) return 'absent';
    } else {
      if (!isMap(value)) return 'unevaluable';
      const wanted = letters(step);
      if (Object.keys(value).some((key) => key !== step && letters(key) === wanted)) return 'unevaluable';
      if (!Object.hasOwn(value, step)) return 'absent';
    }
    value = value[step];
  }
  if (take === 'keys') return isMap(value) ? canon(Object.keys(value).sort()) : 'unevaluable';
  if (take !== 'length') return canon(value);
  if (typeof value === 'string') return canon([...value].length);
  if (Array.isArray(value)) return canon(value.length);
  return isMap(value) ? canon(Object.keys(value).length) : 'unevaluable';
}

// --- headers: the input is method, name and version, then the body, each with its length before it; 0xFFFFFFFF for none

const named = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri', 'resources/subscribe': 'uri', 'resources/unsubscribe': 'uri',
  'tasks/get': 'taskId', 'tasks/update': 'taskId', 'tasks/cancel': 'taskId', 'tasks/result': 'taskId' };

function headers(bytes) {
  const [method, name, version, body] = parts(bytes, 4);
  const message = JSON.parse(utf8.decode(body));
  const params = own(message, 'params');
  const header = (value) => value?.toString('latin1').replace(/^[ \t]+|[ \t]+$/g, '');
  if (method && header(method) !== message.method) return `method ${header(method)} is ${message.method}`;
  if (name && named[message.method]) {
    const value = header(name);
    const base64 = /^=\?base64\?(.*)\?=$/s.exec(value);
    const decoded = base64 ? Buffer.from(base64[1], 'base64').toString('utf8') : value;
    if (decoded !== own(params, named[message.method])) return `name ${decoded} is ${own(params, named[message.method])}`;
  }
  const stated = own(own(params, '_meta'), 'io.modelcontextprotocol/protocolVersion');
  if (version && stated !== undefined && header(version) !== stated) return `version ${header(version)} is ${stated}`;
  return 'ok';
}

// --- answers

function names(value, found) {
  for (const message of Array.isArray(value) ? value : [value]) {
    for (const result of like(message, 'result')) {
      for (const [list, key] of [['tools', 'name'], ['prompts', 'name'], ['resources', 'uri'], ['resourceTemplates', 'uriTemplate']]) {
        for (const entries of like(result, list)) {
          for (const entry of Array.isArray(entries) ? entries : []) like(entry, key).forEach((name) => found.add(String(name)));
        }
      }
    }
  }
}

const like = (value, key) => (isMap(value) ? Object.keys(value).filter((name) => fold(name) === fold(key)).map((name) => value[name]) : []);

function namesIn(text, found) {
  try { names(JSON.parse(text), found); } catch (error) { if (!(error instanceof SyntaxError)) throw error; }
}

function answer(bytes) {
  const found = new Set();
  namesIn(withoutMark.decode(bytes), found);
  return JSON.stringify([...found]);
}

// As the standard says (WHATWG HTML, 9.2.6), for what the server sent.
function standardEvents(text) {
  const events = [];
  let data = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  lines.pop();
  for (const line of lines) {
    if (line === '') {
      if (data.length > 0) events.push(data.join('\n'));
      data = [];
      continue;
    }
    const colon = line.indexOf(':');
    if ((colon < 0 ? line : line.slice(0, colon)) === 'data') data.push(colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, ''));
  }
  return events;
}

// As the official clients do.
function clientEvents(text) {
  const events = [];
  const parser = createParser({ onEvent: (event) => events.push(event.data), onError: () => {} });
  parser.feed(text);
  return events;
}

function stream(bytes) {
  const found = new Set();
  for (const text of [utf8.decode(bytes), withoutMark.decode(bytes)]) {
    for (const data of [...standardEvents(text), ...clientEvents(text)]) namesIn(data, found);
    for (const line of text.split(/[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+/)) namesIn(line.replace(/^\s*data:/i, ''), found);
  }
  return JSON.stringify([...found]);
}

// Edge takes a mark off before the document, which only some clients would pass over. What is no message answers nobody: it may go.
const read = (datas) => datas.map(message).filter((text) => text !== undefined).join('\n');

function message(data) {
  if (!data.includes('{')) return undefined;
  try { return canon(JSON.parse(data.replace(/^\uFEFF/, ''))); } catch { return undefined; }
}

function unchangedAnswer(bytes) {
  const [before, after] = parts(bytes, 2).map((part) => read([withoutMark.decode(part)]));
  return before === after ? 'ok' : `before ${before}\nafter ${after}`;
}

function unchangedStream(bytes) {
  const [before, after] = parts(bytes, 2).map((part) => utf8.decode(part));
  const expected = read(standardEvents(before));
  for (const events of [standardEvents(after), clientEvents(after)]) if (read(events) !== expected) return `before ${expected}\nafter ${read(events)}`;
  return 'ok';
}

// --- frames

const kinds = { q: request, h: headers, a: answer, s: stream, u: unchangedAnswer, v: unchangedStream };

function parts(bytes, count) {
  let offset = 0;
  return Array.from({ length: count }, () => {
    const length = bytes.readUInt32BE(offset);
    offset += 4;
    if (length === 0xFFFFFFFF) return undefined;
    offset += length;
    return bytes.subarray(offset - length, offset);
  });
}

function serve(frame) {
  const kind = String.fromCharCode(frame[0]);
  const inputs = parts(frame.subarray(5), frame.readUInt32BE(1));
  if (kind === 'p') {
    paths = JSON.parse(utf8.decode(inputs[0]));
    return [];
  }
  return inputs.map((input) => {
    try {
      return kinds[kind](input);
    } catch (error) {
      return `! ${error.message}`;
    }
  });
}

let waiting = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
  while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32BE(0)) {
    const length = waiting.readUInt32BE(0);
    const answers = serve(waiting.subarray(4, 4 + length)).map((text) => Buffer.from(text, 'utf8'));
    waiting = waiting.subarray(4 + length);
    const out = Buffer.alloc(4 + answers.reduce((sum, text) => sum + 4 + text.length, 0));
    let offset = out.writeUInt32BE(out.length - 4, 0);
    for (const text of answers) offset += text.copy(out, out.writeUInt32BE(text.length, offset)) + 4;
    process.stdout.write(out);
  }
});
