import { justified } from './justified.mjs';

/** What people read: every scenario, and then what differs. */
export function print(out, { allow, lenient, deny }) {
  for (const run of allow) {
    out.write(`\n${title(run)}, a server directly and through an Edge that allows everything\n\n`);
    out.write(`${'scenario'.padEnd(46)}  direct  through  differs\n`);
    for (const { name, direct, through } of run.scenarios) {
      const differing = run.differences.filter((difference) => difference.scenario === name).length;
      out.write(`${name.padEnd(46)}  ${passed(direct).padStart(6)}  ${passed(through).padStart(7)}  ${String(differing || '').padStart(7)}`.trimEnd() + '\n');
    }
  }

  out.write('\nWhat Edge fixes for a server that checks neither Host nor the mirrored headers\n\n');
  for (const run of lenient) {
    const [{ name, direct, through }] = run.scenarios;
    out.write(`${run.requirements}  ${name.padEnd(34)}  ${passed(direct).padStart(6)}  ${passed(through).padStart(7)}  ${run.kinds.improved} improved\n`);
  }

  out.write('\nWhat an Edge that denies everything changes\n\n');
  for (const run of deny) out.write(`${run.requirements}  ${run.kinds.worse + run.kinds.said} of ${run.checks} checks differ, ${run.kinds.worse} in their status\n`);

  out.write(`\n${summary(allow)}\n`);
  for (const run of allow) {
    for (const difference of run.unjustified) out.write(`  ✗ ${run.requirements} ${difference.key}: ${difference.direct} directly, ${difference.through} through Edge ${JSON.stringify(difference.members)}\n`);
    for (const { key } of run.unneeded) out.write(`  ✗ ${run.requirements} ${key}: justified, but does not differ\n`);
  }
}

/** The rows of docs/conformance.md: counts, and the differences with their reasons. */
export function page({ allow, lenient, deny }) {
  const rows = allow.map((run) => `| ${run.requirements} | ${run.scenarios.length} | ${run.checks} | ${passed(run.direct)} | ${passed(run.through)} | ${run.kinds.worse} | ${run.kinds.said} |`);
  const better = lenient.map((run) => `| ${run.requirements} | \`${run.scenarios[0].name}\` | ${passed(run.direct)} | ${passed(run.through)} |`);
  const refused = deny.map((run) => `| ${run.requirements} | ${run.checks} | ${run.kinds.worse} | ${run.kinds.said} |`);
  const reasons = [...new Set(justified.map(({ reason }) => reason))].map((reason) => {
    const entries = justified.filter((entry) => entry.reason === reason);
    const ids = [...new Set(entries.map(({ scenario, id }) => `\`${scenario}\`: \`${id}\``))];
    return `| ${ids.join('<br>')} | ${entries.length} | ${reason} |`;
  });
  return [
    '| requirements | scenarios | checks | passed directly | passed through Edge | other status | other details |', '|---|---|---|---|---|---|---|', ...rows, '',
    '| requirements | scenario | passed directly | passed through Edge |', '|---|---|---|---|', ...better, '',
    '| checks | how many | why |', '|---|---|---|', ...reasons, '',
    '| requirements | checks | other status | other details |', '|---|---|---|---|', ...refused,
  ];
}

function summary(allow) {
  const sum = (of) => allow.reduce((total, run) => total + of(run), 0);
  const wrong = sum((run) => run.unjustified.length + run.unneeded.length);
  return `${sum((run) => run.checks)} checks compared: ${sum((run) => run.kinds.worse)} with another status, ${sum((run) => run.kinds.said)} with other details, ${wrong === 0 ? 'each as expected' : `${wrong} not as expected`}.`;
}

const title = (run) => `Requirements ${run.requirements}: ${run.scenarios.length} scenarios, ${run.checks} checks`;
const passed = ({ SUCCESS = 0, FAILURE = 0 }) => `${SUCCESS}/${SUCCESS + FAILURE}`;
