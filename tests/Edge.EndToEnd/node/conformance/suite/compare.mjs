const BETTER = ['FAILURE', 'WARNING', 'SUCCESS'];

/**
 * What differs between two runs, check by check. `kind` is 'improved' (a failure or a warning directly, and less of one through Edge), 'worse' (any other
 * change of status, a check that is missing or one that is new) or 'said' (same status, other details).
 */
export function compare(direct, through) {
  const found = new Map(through.map((check) => [check.key, check]));
  const differences = [];
  for (const check of direct) {
    const other = found.get(check.key);
    found.delete(check.key);
    const difference = between(check, other);
    if (difference !== undefined) differences.push(difference);
  }
  for (const check of found.values()) differences.push({ ...named(check), kind: 'worse', direct: 'absent', through: check.status, members: [] });
  return differences;
}

/** How many checks there are of each status. */
export function count(checks) {
  const counts = {};
  for (const { status } of checks) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

function between(check, other) {
  if (other === undefined) return { ...named(check), kind: 'worse', direct: check.status, through: 'absent', members: [] };
  const members = differing(check.said, other.said);
  const statuses = { direct: check.status, through: other.status, members };
  if (check.status !== other.status) return { ...named(check), kind: isBetter(check.status, other.status) ? 'improved' : 'worse', ...statuses };
  return members.length === 0 ? undefined : { ...named(check), kind: 'said', ...statuses };
}

const isBetter = (direct, through) => BETTER.includes(direct) && BETTER.indexOf(through) > BETTER.indexOf(direct);
const named = ({ key, scenario, id }) => ({ key, scenario, id });

/** The places at which two values differ, as JSON pointers with both values. */
function differing(one, other, pointer = '') {
  if (isObject(one) && isObject(other) && Array.isArray(one) === Array.isArray(other)) {
    const names = new Set([...Object.keys(one), ...Object.keys(other)]);
    return [...names].flatMap((name) => differing(one[name], other[name], `${pointer}/${name}`));
  }
  return Object.is(one, other) ? [] : [{ pointer, direct: one, through: other }];
}

const isObject = (value) => value !== null && typeof value === 'object';
