import { isExactNumber } from '../core/index.ts';
import { invalidArgument, type ArgumentPath, type ArgumentProblem } from './argument-problem.ts';
import { flatten } from './flatten-fields.ts';

type Read = { readonly value: unknown } | ArgumentProblem;

/**
 * The argument `body`. JSON given as text is sent as that JSON and its numbers as they are written, never as a text
 * within JSON.
 */
export function readBodyArgument(value: unknown): Read {
  if (typeof value === 'string') return { value: isJsonText(value) ? { json_text: value } : { text: value } };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return invalidArgument(['body'], value, SHAPE);
  const given = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  const foreign = given.find(([name]) => !PARTS.has(name));
  if (foreign !== undefined) return invalidArgument(['body', foreign[0]], foreign[1], SHAPE);
  // `null` is a JSON value where nothing else is named; beside other parts it stands for one not used.
  if (given.length === 0)
    return { value: 'json' in value && Object.keys(value).length === 1 ? { json: null } : undefined };
  const parts = withoutEmpty(given);
  return parts.length === 0 ? { value: undefined } : readParts(parts);
}

const PARTS = new Set(['json', 'json_text', 'form', 'text']);
const SHAPE = 'an object with exactly one of json, form and text (a JSON body stands below body.json)';
const MAX_WALKED = 64;

// A model that fills in every member leaves those it does not mean empty. One alone is meant.
function withoutEmpty(given: readonly (readonly [string, unknown])[]): readonly (readonly [string, unknown])[] {
  const meant = given.filter(([name, part]) => !(name !== 'json' && isEmpty(part)));
  return meant.length > 1 ? meant.filter(([, part]) => part !== '') : meant;
}

function isEmpty(part: unknown): boolean {
  return part === '' || (typeof part === 'object' && part !== null && Object.keys(part).length === 0);
}

function readParts(parts: readonly (readonly [string, unknown])[]): Read {
  const read: [string, unknown][] = [];
  for (const [name, part] of parts) {
    const one = readPart(name, part);
    if ('reason' in one) return one;
    read.push(one.entry);
  }
  return { value: Object.fromEntries(read) };
}

function readPart(name: string, part: unknown): { readonly entry: [string, unknown] } | ArgumentProblem {
  if (name === 'form') {
    const form = flatten(part, ['body', 'form']);
    return 'reason' in form ? form : { entry: [name, form.value] };
  }
  if (name !== 'json') return { entry: [name, part] };
  if (typeof part === 'string' && isJsonText(part)) return { entry: ['json_text', part] };
  const inexact = inexactAt(part);
  return inexact === undefined ? { entry: [name, part] } : invalidArgument(inexact.path, inexact.value, INEXACT);
}

const INEXACT = 'a number that is exact; JSON given as one text keeps larger ones as they are written';

function isJsonText(text: string): boolean {
  const start = /^\s*(.)/.exec(text)?.[1];
  if (start !== '{' && start !== '[' && start !== '"') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Placed {
  readonly path: ArgumentPath;
  readonly value: unknown;
}

// Level by level: what is nested deeper than a stack is refused later, by its own code.
function inexactAt(json: unknown): Placed | undefined {
  let level: readonly Placed[] = [{ path: ['body', 'json'], value: json }];
  for (let depth = 0; depth <= MAX_WALKED && level.length > 0; depth += 1) {
    const found = level.find(({ value }) => typeof value === 'number' && !isExactNumber(value));
    if (found !== undefined) return found;
    level = level.flatMap(({ path, value }) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([name, member]) => ({ path: [...path, name], value: member as unknown }))
        : [],
    );
  }
  return undefined;
}
