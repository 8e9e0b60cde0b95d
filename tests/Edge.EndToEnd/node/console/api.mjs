import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import Ajv2020 from 'ajv/dist/2020.js';
import { policy, users } from './world.mjs';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const isTime = (text) => /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text));
const put = (body) => ({ method: 'PUT', headers: JSON_TYPE, body: JSON.stringify(body) });
const post = (body) => ({ method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });

/** Every operation of docs/openapi.json answers as that file says; ajv is the judge. */
export async function api(world) {
  const file = await readFile(`${world.root}/docs/openapi.json`, 'utf8');
  const served = await fetch(`${world.admin}/api/openapi.json`, { headers: { Authorization: `Bearer ${users.viewer}` } });
  assert.equal(await served.text(), file, 'the service serves the file as it is');
  const description = JSON.parse(file);
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': isTime, uri: (text) => URL.canParse(text) } });
  ajv.addSchema(description, 'openapi.json');

  const asked = new Set();
  const ask = async (operation, path, options = {}, wanted = 200) => {
    const [method, template] = operation.split(' ');
    const responses = description.paths[template]?.[method.toLowerCase()]?.responses;
    assert.ok(responses, `${operation} is in no file`);
    const answer = await fetch(world.admin + path, { ...options, method, headers: { Authorization: `Bearer ${users.admin}`, ...options.headers } });
    const body = await answer.json();
    assert.equal(answer.status, wanted, `${operation}: ${JSON.stringify(body)}`);
    const response = responses[answer.status] ?? responses.default;
    const type = answer.headers.get('content-type').split(';')[0];
    assert.ok(response.content[type], `${operation} answered ${type}`);
    const pointer = ['openapi.json#', 'paths', template, method.toLowerCase(), 'responses', responses[answer.status] ? answer.status : 'default', 'content', type, 'schema']
      .map((part, index) => (index === 0 ? part : encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))).join('/');
    const validate = ajv.compile({ $ref: pointer });
    assert.ok(validate(body), `${operation}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body).slice(0, 2000)}`);
    if (answer.ok) asked.add(operation);
    return body;
  };

  await world.play();
  const calls = ['one', 'two', 'three'].map((name) => world.call('create-pod', { body: { name } }));
  const list = async () => (await ask('GET /api/approvals', '/api/approvals?state=pending')).approvals;
  while ((await list()).length < 3) await new Promise((resolve) => setTimeout(resolve, 50));
  const [first, second, third] = await list();
  await ask('GET /api/approvals/{id}', `/api/approvals/${first.id}`);
  await ask('POST /api/approvals/{id}/approve', `/api/approvals/${first.id}/approve`, post({}));
  await ask('POST /api/approvals/{id}/approve', `/api/approvals/${second.id}/approve`, post({ minutes: 5 }));
  await ask('POST /api/approvals/{id}/deny', `/api/approvals/${third.id}/deny`, post({ reason: 'no' }));
  await ask('POST /api/approvals/{id}/deny', `/api/approvals/${first.id}/deny`, post({}), 409);
  await Promise.all(calls);
  await ask('GET /api/approvals', '/api/approvals');

  await ask('GET /healthz', '/healthz');
  await ask('GET /readyz', '/readyz');
  await ask('GET /api/openapi.json', '/api/openapi.json');
  await ask('GET /api/users/me', '/api/users/me');
  const { decisions } = await ask('GET /api/decisions', '/api/decisions?count=1000');
  assert.ok(decisions.length > 30);
  for (const decision of decisions) await ask('GET /api/decisions/{id}', `/api/decisions/${decision.id}`);
  await ask('GET /api/decisions', '/api/decisions?decision=shadow');
  await ask('GET /api/decisions', '/api/decisions?decision=perhaps', {}, 400);
  await ask('GET /api/decisions/{id}', '/api/decisions/none', {}, 404);
  await ask('GET /api/limits', '/api/limits');
  const { limits } = await ask('GET /api/limits', '/api/limits?unused=true&count=200');
  assert.ok(limits.some((limit) => limit.used === 0));
  await ask('GET /api/limits', '/api/limits?count=0', {}, 400);
  await ask('GET /api/policies', '/api/policies');
  const { revision } = await ask('GET /api/policies/{name}', '/api/policies/runpod');
  await ask('GET /api/policies/{name}', '/api/policies/other', {}, 404);
  await ask('POST /api/policies/{name}/check', '/api/policies/runpod/check', post({ text: '{' }));
  await ask('POST /api/policies/{name}/check', '/api/policies/runpod/check', post({ text: policy.replace('"list-*": {}', '"list-*": { "action": "deny" }') }));
  await ask('PUT /api/policies/{name}', '/api/policies/runpod', put({ text: '{', revision }), 422);
  await ask('PUT /api/policies/{name}', '/api/policies/runpod', put({ text: policy, revision: 'x' }), 409);
  await ask('PUT /api/policies/{name}', '/api/policies/runpod', put({ text: `${policy}\n`, revision }));
  await ask('GET /api/grants', '/api/grants');
  await ask('GET /api/servers', '/api/servers');
  await ask('PUT /api/freezes', '/api/freezes', put({ scope: 'server', name: 'runpod', reason: 'tests' }));
  await ask('GET /api/freezes', '/api/freezes');
  await ask('DELETE /api/freezes', '/api/freezes', { ...put({ scope: 'server', name: 'runpod' }), method: 'DELETE' });

  // What is no JSON is tried elsewhere.
  const all = Object.entries(description.paths).flatMap(([path, operations]) => Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`));
  assert.deepEqual(all.filter((operation) => !asked.has(operation)).sort(), ['GET /api/decisions/stream', 'GET /metrics']);
}
