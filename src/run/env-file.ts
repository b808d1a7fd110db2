import { KeywardError } from '../core/index.ts';

/** One assignment of an env file as it is written: nothing is expanded or resolved yet. */
export interface EnvEntry {
  readonly key: string;
  readonly value: string;
  /** In single quotes: no variable and no escape means anything in it. */
  readonly literal: boolean;
}

const ASSIGNMENT = /^(?:export[ \t]+)?([^=\s#'"]+)[ \t]*=[ \t]*/;
const DOUBLE_QUOTED = /^"((?:[^"\\]|\\[\s\S])*)"/;
const SINGLE_QUOTED = /^'([^']*)'/;
const REST_OF_LINE = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/;
const UNQUOTED = /^([^\n]*?)(?:[ \t]+#[^\n]*|[ \t\r]*)(?:\n|$)/;
const BLANK_LINE = /^[ \t]*(?:#[^\n]*)?\r?(?:\n|$)/;

const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/**
 * Read an env file: `KEY=VALUE` lines, comments, and values in quotes that may go over several lines. In double
 * quotes `\n`, `\r`, `\t`, `\"` and `\\` are escapes; without quotes a backslash is a backslash, as in Windows paths.
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
  const quoted = rest.startsWith('"')
    ? DOUBLE_QUOTED.exec(rest)
    : rest.startsWith("'")
      ? SINGLE_QUOTED.exec(rest)
      : null;
  if (quoted === null) {
    if (/^["']/.test(rest)) return undefined;
    const [line = '', value = ''] = UNQUOTED.exec(rest) ?? [];
    return { entry: { key, value: value.trimEnd(), literal: false }, length: opening.length + line.length };
  }
  const [whole, inner = ''] = quoted;
  const end = REST_OF_LINE.exec(rest.slice(whole.length));
  if (end === null) return undefined;
  const literal = whole.startsWith("'");
  const length = opening.length + whole.length + end[0].length;
  return { entry: { key, value: literal ? inner : unescape(inner), literal }, length };
}

function unescape(text: string): string {
  return text.replace(/\\([nrt"\\])/g, (_, letter: string) => ESCAPED[letter] ?? letter);
}

function invalidLine(line: number): KeywardError {
  return new KeywardError('ENV_FILE_INVALID', `line ${line} of the env file is not KEY=VALUE`);
}
