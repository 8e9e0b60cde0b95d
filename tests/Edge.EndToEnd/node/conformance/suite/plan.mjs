import { Programs } from '../../lib/programs.mjs';
import { compare, count } from './compare.mjs';
import { judge } from './justified.mjs';
import { runSuite } from './run.mjs';

export const REVISIONS = ['2025-11-25', '2026-07-28'];

// Unknown methods are allowed by their exact name only: the suite asks for one, to see that the server does not have it.
const ALLOW_ALL = { version: '1', default: 'allow', methods: { allow: ['tasks/get', 'tasks/update', 'tasks/cancel', 'tasks/result', 'tasks/list', 'unknown/method'] } };
const DENY_ALL = { version: '1', default: 'deny' };

// What a server may leave to whoever stands before it, by revision.
const LEFT_TO_EDGE = [['2025-11-25', 'dns-rebinding-protection'], ['2026-07-28', 'dns-rebinding-protection'], ['2026-07-28', 'http-header-validation']];

/**
 * Runs the suite, and compares: directly and through an Edge that allows everything; a lenient server likewise, with the scenarios that it
 * fails; and through an Edge that denies everything, which must differ, or the comparison could not fail.
 */
export class Plan extends Programs {
  /** `writePolicy` makes a file of a policy and says where it is. */
  constructor({ edge, writePolicy }) {
    super(edge);
    this.writePolicy = writePolicy;
  }

  /** `{ direct, through, differences, unjustified, unneeded }` for each revision, and the same of the lenient server and of deny-all. */
  async run() {
    const folder = await this.folder();
    // Each run has a server of its own: a stream that listens at one hears of the changes at that one only.
    const [direct, allowed, lenient, denied] = await Promise.all([
      this.#target(), this.#target({ policy: ALLOW_ALL }), this.#lenient(), this.#target({ policy: DENY_ALL }),
    ]);
    const inTurn = async (url) => {
      const runs = [];
      for (const requirements of REVISIONS) runs.push(await runSuite({ url, requirements, folder }));
      return runs;
    };
    const [directly, through, refused, careless] = await Promise.all([inTurn(direct), inTurn(allowed), inTurn(denied), this.#compareLenient(lenient, folder)]);

    return {
      allow: REVISIONS.map((requirements, i) => comparison(requirements, directly[i], through[i])),
      lenient: careless,
      deny: REVISIONS.map((requirements, i) => comparison(requirements, directly[i], refused[i])),
    };
  }

  async #target({ policy, server } = {}) {
    const base = server ?? await this.startServer('the conformance fixture', 'conformance/server.mjs');
    if (policy === undefined) return suiteUrl(`${base}/mcp`);
    const file = await this.writePolicy(await this.folder(), policy);
    return suiteUrl(await this.startEdge(`Edge before ${base}`, base, {
      Edge__Policies__runpod: file,
      'ReverseProxy__Routes__runpod__Metadata__Edge.Identity': 'anonymous',
    }));
  }

  async #lenient() {
    const server = await this.startServer('the lenient fixture', 'conformance/server.mjs', ['--lenient']);
    return { direct: suiteUrl(`${server}/mcp`), through: await this.#target({ policy: ALLOW_ALL, server }) };
  }

  async #compareLenient({ direct, through }, folder) {
    const results = [];
    for (const [requirements, scenario] of LEFT_TO_EDGE) {
      results.push(comparison(
        requirements,
        await runSuite({ url: direct, requirements, scenario, folder }),
        await runSuite({ url: through, requirements, scenario, folder })));
    }
    return results;
  }
}

// The suite tests DNS rebinding only at a host that is named localhost.
const suiteUrl = (url) => url.replace('127.0.0.1', 'localhost');

function comparison(requirements, direct, through) {
  const differences = compare(direct, through);
  const kinds = { improved: 0, worse: 0, said: 0 };
  for (const { kind } of differences) kinds[kind]++;
  return { requirements, scenarios: scenariosOf(direct, through), checks: direct.length, direct: count(direct), through: count(through), kinds, differences, ...judge(requirements, differences) };
}

/** Each scenario with what passed and failed, directly and through Edge. */
function scenariosOf(direct, through) {
  const names = [...new Set([...direct, ...through].map((check) => check.scenario))];
  const of = (checks, name) => count(checks.filter((check) => check.scenario === name));
  return names.map((name) => ({ name, direct: of(direct, name), through: of(through, name) }));
}
