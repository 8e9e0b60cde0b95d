/**
 * Every argument that a list of tools declares, by tool: its path (`body.gpu.count`, `body.cpu[*].id`) and its type. An object whose member
 * names are free is a `map`, and nothing is below it. Follows `$ref`, `allOf`, `oneOf`, `anyOf`, `if`, `then` and `else`.
 */
export function argumentsOf(tools) {
  const sorted = [...tools].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Object.fromEntries(sorted.map(({ name, inputSchema }) => [name, Object.fromEntries(flatten(inputSchema))]));
}

function flatten(root) {
  const found = new Map();
  visit(root, '');
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));

  function visit(schema, path) {
    if (typeof schema !== 'object' || schema === null) return;
    if (schema.$ref !== undefined) visit(resolve(schema.$ref), path);
    for (const part of ['allOf', 'oneOf', 'anyOf']) for (const one of schema[part] ?? []) visit(one, path);
    for (const part of ['if', 'then', 'else', 'not']) visit(schema[part], path);
    note(schema, path);
    for (const [name, member] of Object.entries(schema.properties ?? {})) visit(member, path === '' ? name : `${path}.${name}`);
    if (schema.items !== undefined) visitItems(schema.items, path);
  }

  // Elements that are no objects are the argument's own business: only its type says that there are several.
  function visitItems(items, path) {
    const before = found.get(path);
    visit(items, `${path}[*]`);
    const below = [...found.keys()].some((other) => other.startsWith(`${path}[*].`));
    found.delete(`${path}[*]`);
    found.set(path, below ? 'array of objects' : before);
  }

  function note(schema, path) {
    if (path === '' || schema.type === undefined) return;
    const free = schema.additionalProperties !== undefined && schema.additionalProperties !== false && schema.properties === undefined;
    const type = schema.type === 'object' && free ? 'map' : [schema.type].flat().join(' or ');
    if (found.get(path) !== 'map') found.set(path, type);
  }

  function resolve(reference) {
    if (!reference.startsWith('#/')) throw new Error(`a reference beyond the schema: ${reference}`);
    return reference.slice(2).split('/').reduce((at, step) => at?.[step], root);
  }
}
