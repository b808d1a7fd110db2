import type { ErrorCode } from '../core/index.ts';

/** What is wrong with an argument, in our own sentence. */
export interface ArgumentProblem {
  readonly code: ErrorCode;
  readonly reason: string;
}

export type ArgumentPath = readonly PropertyKey[];

/** Name the argument, what was expected, and of which kind and size what came is: never its text. */
export function invalidArgument(path: ArgumentPath, came: unknown, expected: string): ArgumentProblem {
  return { code: 'MCP_ARGUMENTS_INVALID', reason: sentence(path, came, expected) };
}

export function tooLargeArgument(path: ArgumentPath, came: unknown, expected: string): ArgumentProblem {
  return { code: 'MCP_ARGUMENTS_TOO_LARGE', reason: sentence(path, came, expected) };
}

/** What a schema found wrong. `value` is what was read with it. */
export function problemOf(issue: SchemaIssue | undefined, value: unknown): ArgumentProblem {
  const path = issue?.path ?? [];
  const came = valueAt(value, path);
  const expected = issue === undefined ? AS_DESCRIBED : expectation(issue);
  return issue?.code === 'too_big' ? tooLargeArgument(path, came, expected) : invalidArgument(path, came, expected);
}

/** The parts of an issue of zod that are read here. */
export interface SchemaIssue {
  readonly code: string;
  readonly path: ArgumentPath;
  readonly message: string;
  readonly expected?: unknown;
  readonly origin?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly values?: unknown;
}

const AS_DESCRIBED = 'as the tool describes';
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};
const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' entries' };
const MAX_PATH_PARTS = 6;

function expectation(issue: SchemaIssue): string {
  const unit = UNITS[String(issue.origin)] ?? '';
  switch (issue.code) {
    case 'invalid_type':
      return KINDS[String(issue.expected)] ?? AS_DESCRIBED;
    case 'too_big':
      return `at most ${String(issue.maximum)}${unit}`;
    case 'too_small':
      return `at least ${String(issue.minimum)}${unit}`;
    case 'invalid_value':
      return Array.isArray(issue.values) ? `one of ${issue.values.map(String).join(', ')}` : AS_DESCRIBED;
    case 'unrecognized_keys':
      return 'an object with the described members only';
    // The messages of our own checks are our own words.
    case 'custom':
      return issue.message;
    default:
      return AS_DESCRIBED;
  }
}

function sentence(path: ArgumentPath, came: unknown, expected: string): string {
  const about =
    path.length === 0 ? 'the arguments' : `the argument ${path.slice(0, MAX_PATH_PARTS).map(part).join('.')}`;
  return `${about}: expected ${expected}, got ${kindOf(came)}`;
}

// Below our own names stand names of the agent's, and of a service's it was told to use: only plain ones are repeated.
function part(name: PropertyKey): string {
  const text = String(name);
  return /^[\w.[\]-]{1,64}$/.test(text) ? text : '(a name that is not plain)';
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'string') return value === '' ? 'an empty text' : `a text of ${String(value.length)} characters`;
  if (typeof value === 'number') return `the number ${String(value)}`;
  return typeof value === 'boolean' ? String(value) : 'an object';
}

function valueAt(value: unknown, path: ArgumentPath): unknown {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = Reflect.get(at, name);
  }
  return at;
}
