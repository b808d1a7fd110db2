type Schema = Readonly<Record<string, unknown>>;

const MAPS = ['properties', '$defs', 'definitions', 'patternProperties', 'dependentSchemas'];
const LISTS = ['anyOf', 'oneOf', 'allOf', 'prefixItems'];
const ONE = ['items', 'not', 'if', 'then', 'else', 'contains', 'propertyNames', 'additionalProperties'];

// Google's function declarations know none of these; other clients drop the tool that has them.
const REJECTED = ['$ref', '$schema', '$id', '$defs', 'definitions', 'propertyNames', 'patternProperties', 'not', 'if'];
const SAYS_NOTHING = new Set(['title', 'description', 'default', 'examples', 'deprecated', '$comment']);

/**
 * What known clients reject or drop in a tool's schema: all that the MCP Inspector's `tools/list --strict` reports, as
 * errors or as warnings, and what some model's function calls do not know.
 */
export function lintSchema(schema: unknown): readonly string[] {
  return [...(isSchema(schema) && schema['type'] === 'object' ? [] : ['the root is no object']), ...lint(schema, '')];
}

/** Unions anywhere in a schema: clients that turn it into a form, or into a flat dialect, lose them. */
export function unionsIn(schema: unknown): readonly string[] {
  if (!isSchema(schema)) return [];
  const own = ['anyOf', 'oneOf', 'allOf'].filter((key) => key in schema);
  return [...own, ...subschemas(schema).flatMap(({ schema: child }) => unionsIn(child))];
}

function lint(node: unknown, path: string): readonly string[] {
  if (!isSchema(node)) return [`${path} is ${String(node)} where a schema is expected`];
  const rejected = REJECTED.filter((key) => key in node).map((key) => `${path} has ${key}`);
  const union = Array.isArray(node['type']) ? [`${path} has several types`] : [];
  const empty = Object.keys(node).every((key) => SAYS_NOTHING.has(key)) ? [`${path} says nothing`] : [];
  const children = subschemas(node).flatMap(({ name, schema }) => lint(schema, `${path}.${name}`));
  return [...rejected, ...union, ...empty, ...children];
}

function subschemas(node: Schema): readonly { readonly name: string; readonly schema: unknown }[] {
  const maps = MAPS.flatMap((key) => {
    const map = node[key];
    return isSchema(map) ? Object.entries(map).map(([name, schema]) => ({ name, schema })) : [];
  });
  const lists = LISTS.flatMap((key) => {
    const list = node[key];
    return Array.isArray(list)
      ? list.map((schema: unknown, index) => ({ name: `${key}${String(index)}`, schema }))
      : [];
  });
  // A plain true or false is how sharedBroker writes these.
  const single = ONE.filter((key) => key in node && typeof node[key] !== 'boolean');
  return [...maps, ...lists, ...single.map((name) => ({ name, schema: node[name] }))];
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
