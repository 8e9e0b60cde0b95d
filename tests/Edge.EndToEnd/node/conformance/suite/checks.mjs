import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

// A session's id as Edge hands it out: the server's own, a dot, and the seal.
const SEALED = /([0-9a-f-]{36})\.[A-Za-z0-9_-]{22}/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const PLACE = /(localhost|127\.0\.0\.1):\d+/g;
const MILLISECONDS = /^1\d{12}$/;

// How often a client asks for the state of a task depends on how long that takes.
const POLLS = /^tasks-/;

// Said by the connection, not by the message: they differ between two runs against one server.
const HEADERS_OF_THE_CONNECTION = ['connection', 'date', 'keep-alive', 'transfer-encoding'];

/**
 * The checks of one run, in the suite's order: scenario, id, status, and what else the suite noted, without what no two runs share.
 * A check is found again by its scenario, its id and its number among those of the same id.
 */
export async function readChecks(folder) {
  const checks = [];
  for (const name of (await readdir(folder)).sort()) {
    const scenario = /^server-(.+)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(name)?.[1];
    if (scenario === undefined) throw new Error(`the suite left a folder with an unexpected name: ${name}`);
    const seen = new Map();
    for (const { id, status, errorMessage, details } of JSON.parse(await readFile(join(folder, name, 'checks.json'), 'utf8'))) {
      const number = (seen.get(id) ?? 0) + 1;
      seen.set(id, number);
      checks.push({ key: `${scenario} ${id} ${number}`, scenario, id, status, said: comparable({ errorMessage, details: POLLS.test(scenario) ? withoutCount(details) : details }) });
    }
  }
  return checks;
}

/** A value without what no two runs share: ids, times, ports, seals. */
export function comparable(value, name = '') {
  if (Array.isArray(value)) return value.map((element) => comparable(element));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value)
      .filter(([key, member]) => member !== undefined && !(name === 'headers' && HEADERS_OF_THE_CONNECTION.includes(key)))
      .map(([key, member]) => [key, key === 'requestState' && typeof member === 'string' ? 'STATE' : comparable(member, key)]));
  }
  if (typeof value === 'number') return MILLISECONDS.test(String(value)) ? 'TIME' : value;
  if (typeof value !== 'string') return value;
  if (MILLISECONDS.test(value)) return 'TIME';
  return value.replace(SEALED, '$1').replace(UUID, 'UUID').replace(TIME, 'TIME').replace(PLACE, 'PLACE');
}

function withoutCount(details) {
  if (details === undefined) return undefined;
  const { messagesValidated, ...rest } = details;
  return rest;
}
