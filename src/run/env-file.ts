import { KeywardError } from '../core/index.ts';

/** One assignment of an env file as it is written: nothing is expanded or resolved yet. */
export interface EnvEntry {
  readonly key: string;
  /** Without its quotes, its escapes still in it. */
  readonly value: string;
  /** In single quotes no variable and no escape means anything; in double quotes backslashes begin escapes. */
  readonly quotes: 'none' | 'single' | 'double';
}

const ASSIGNMENT = /^(?:export[ \t]+)?([^=\s#'"]+)[ \t]*=/;
const DOUBLE_QUOTED = /^[ \t]*"((?:[^"\\]|\\[\s\S])*)"/;
const SINGLE_QUOTED = /^[ \t]*'([^']*)'/;
const REST_OF_LINE = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/;
const UNQUOTED = /^([^\n]*?)(?:[ \t]+#[^\n]*|[ \t\r]*)(?:\n|$)/;
const BLANK_LINE = /^[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/;

/**
 * Read an env file: `KEY=VALUE` lines, comments, and values in quotes that may go over several lines. Without quotes
 * a backslash is a backslash, as in Windows paths, and a comment begins after a space.
 *
 * Throws `ENV_FILE_INVALID` with the number of the line, never its text: it may hold a secret.
 */
export function parseEnvFile(text: string): readonly EnvEntry[] {
  const entries: EnvEntry[] = [];
  let rest = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lineNumber = (): number => text.slice(0, text.length - rest.length).split('\n').length;
  while (rest !== '') {
    const blank = BLANK_LINE.exec(rest);
    if (blank !== null) {
      rest = rest.slice(blank[0].length);
      continue;
    }
    rest = rest.replace(/^[ \t]+/, '');
    const read = readAssignment(rest);
    if (read === undefined) throw invalidLine(lineNumber());
    entries.push(read.entry);
    rest = rest.slice(read.length);
  }
  return entries;
}

interface Read {
  readonly entry: EnvEntry;
  readonly length: number;
}

function readAssignment(text: string): Read | undefined {
  const [opening, key] = ASSIGNMENT.exec(text) ?? [];
  if (opening === undefined || key === undefined) return undefined;
  const rest = text.slice(opening.length);
  const [mark] = /^[ \t]*(["'])/.exec(rest)?.slice(1) ?? [];
  if (mark === undefined) {
    const [line = '', value = ''] = UNQUOTED.exec(rest) ?? [];
    return { entry: { key, value: value.trim(), quotes: 'none' }, length: opening.length + line.length };
  }
  const [whole, value] = (mark === '"' ? DOUBLE_QUOTED : SINGLE_QUOTED).exec(rest) ?? [];
  if (whole === undefined || value === undefined) return undefined;
  const end = REST_OF_LINE.exec(rest.slice(whole.length));
  if (end === null) return undefined;
  const quotes = mark === '"' ? 'double' : 'single';
  return { entry: { key, value, quotes }, length: opening.length + whole.length + end[0].length };
}

function invalidLine(line: number): KeywardError {
  return new KeywardError('ENV_FILE_INVALID', `line ${line} of the env file is not KEY=VALUE`);
}
