import { isExactNumber, type ErrorCode } from '../core/index.ts';
import { readBodyArgument } from './read-body-argument.ts';
import { flatten } from './flatten-fields.ts';
import { invalidArgument, type ArgumentProblem } from './argument-problem.ts';

/** Arguments as a schema can take them, or what is wrong with them. */
export type PlainArguments =
  | {
      readonly kind: 'arguments';
      readonly value: Readonly<Record<string, unknown>>;
      /** Names of what was sent beside the known arguments. */
      readonly ignored: readonly string[];
    }
  | { readonly kind: 'refused'; readonly invalid: { readonly code: ErrorCode; readonly reason: string } };

/**
 * Read arguments as models and people write them: null and empty for absent, numbers as text and text as numbers, one
 * text for a list, JSON as text. Only the form changes; what may be asked for is judged afterwards.
 */
export function plainArguments(raw: unknown, known: readonly string[]): PlainArguments {
  if (raw !== undefined && raw !== null && !isRecord(raw))
    return refused(invalidArgument([], raw, 'an object with one member for each argument'));
  const given = Object.entries(raw ?? {}).filter(([, value]) => !isAbsent(value));
  const value: [string, unknown][] = [];
  for (const [name, argument] of given.filter(([each]) => known.includes(each))) {
    const read = readOne(name, argument);
    if (isProblem(read)) return refused(read);
    if (!isAbsent(read.value)) value.push([name, read.value]);
  }
  const ignored = given.map(([name]) => name).filter((name) => !known.includes(name));
  return { kind: 'arguments', value: Object.fromEntries(value), ignored: namesToTell(ignored) };
}

const NUMBERS = new Set(['limit', 'max_chars', 'offset', 'tail', 'context']);
const LISTS = new Set(['select', 'fields']);
const MAX_TOLD = 16;

type Read = { readonly value: unknown } | ArgumentProblem;

function readOne(name: string, value: unknown): Read {
  if (NUMBERS.has(name)) return { value: numberOf(value) };
  if (LISTS.has(name)) return { value: listOf(value) };
  // Letters of ASCII alone: others turn into them when they are put in capitals.
  if (name === 'method')
    return { value: typeof value === 'string' && /^[A-Za-z]+$/.test(value) ? value.toUpperCase() : value };
  if (name === 'headers') return headersOf(value);
  if (name === 'query') return flatten(value, ['query']);
  return name === 'body' ? readBodyArgument(value) : { value };
}

function numberOf(value: unknown): unknown {
  return typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
}

function listOf(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (!value.trimStart().startsWith('[')) return [value];
  try {
    const list: unknown = JSON.parse(value);
    return list;
  } catch {
    return [value];
  }
}

function headersOf(value: unknown): Read {
  if (!isRecord(value)) return { value };
  const headers: [string, unknown][] = [];
  for (const [name, header] of Object.entries(value)) {
    if (typeof header === 'number' && !isExactNumber(header))
      return invalidArgument(['headers', name], header, 'a text');
    if (header !== null) headers.push([name, scalarText(header)]);
  }
  return { value: Object.fromEntries(headers) };
}

function scalarText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isProblem(read: Read): read is ArgumentProblem {
  return 'reason' in read;
}

function refused(invalid: ArgumentProblem): PlainArguments {
  return { kind: 'refused', invalid };
}

// Names an agent made up may be prose; only plain ones are repeated to it.
function namesToTell(names: readonly string[]): readonly string[] {
  return names.slice(0, MAX_TOLD).map((name) => (/^[\w.-]{1,64}$/.test(name) ? name : '(a name that is not plain)'));
}
