import { isExactNumber } from '../core/index.ts';
import { invalidArgument, tooLargeArgument, type ArgumentPath, type ArgumentProblem } from './argument-problem.ts';

type Texts = string | readonly string[];

/**
 * Members of a query or a form as texts: a list is the parameter repeated, an object is written in brackets, as Stripe
 * and Rails read it (`a[b]=1`, `a[b][]=1`, `a[0][b]=1`), null is left out.
 */
export function flatten(
  value: unknown,
  path: ArgumentPath,
): { readonly value: Readonly<Record<string, Texts>> } | ArgumentProblem {
  const given = typeof value === 'string' ? parsedObject(value) : value;
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return invalidArgument(path, value, 'an object with one member for each parameter');
  const fields = new Map<string, Texts>();
  for (const [name, member] of Object.entries(given)) {
    const problem = add({ fields, path: [...path, name] }, name, member);
    if (problem !== undefined) return problem;
  }
  return { value: Object.fromEntries(fields) };
}

// More than any request may carry; here only so that what is nested multiplies nothing.
const MAX_FIELDS = 1_024;
const MAX_DEPTH = 8;

interface Flattening {
  readonly fields: Map<string, Texts>;
  readonly path: ArgumentPath;
}

function add(at: Flattening, name: string, value: unknown): ArgumentProblem | undefined {
  if (value === null || value === undefined) return undefined;
  if (at.path.length > MAX_DEPTH + 1) return invalidArgument(at.path, value, `at most ${MAX_DEPTH} levels`);
  if (Array.isArray(value)) return addList(at, name, value);
  if (typeof value === 'object')
    return addMembers(
      at,
      Object.entries(value).map(([key, each]) => [`${name}[${key}]`, key, each]),
    );
  const text = textOf(value);
  return text === undefined ? invalidArgument(at.path, value, EXACT) : put(at, name, text);
}

const EXACT = 'a text, true or false, or a number that is exact (a larger one as text)';

function addList(at: Flattening, name: string, list: readonly unknown[]): ArgumentProblem | undefined {
  const given = list.filter((each) => each !== null);
  if (given.some((each) => typeof each === 'object'))
    return addMembers(
      at,
      given.map((each, index) => [`${name}[${String(index)}]`, String(index), each]),
    );
  const texts: string[] = [];
  for (const each of given) {
    const text = textOf(each);
    if (text === undefined) return invalidArgument(at.path, each, EXACT);
    texts.push(text);
  }
  // Within brackets a repeated name would be one value to both of them.
  const isNested = name.endsWith(']') && !name.endsWith('[]');
  return texts.length === 0 ? undefined : put(at, isNested ? `${name}[]` : name, texts);
}

function addMembers(
  at: Flattening,
  members: readonly (readonly [name: string, key: string, value: unknown])[],
): ArgumentProblem | undefined {
  for (const [name, key, value] of members) {
    const problem = add({ ...at, path: [...at.path, key] }, name, value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

// Two ways of writing one name are not merged: services differ in which of them counts.
function put({ fields, path }: Flattening, name: string, texts: Texts): ArgumentProblem | undefined {
  if (fields.has(name)) return invalidArgument(path, texts, 'each name once');
  const count = [...fields.values(), texts].reduce(
    (sum, each) => sum + (typeof each === 'string' ? 1 : each.length),
    0,
  );
  if (count > MAX_FIELDS) return tooLargeArgument(path, texts, `at most ${MAX_FIELDS} parameters`);
  fields.set(name, texts);
  return undefined;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return isExactNumber(value) ? String(value) : undefined;
  return typeof value === 'boolean' ? String(value) : undefined;
}

function parsedObject(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
