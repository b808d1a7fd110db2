import { parse, stringify } from 'smol-toml';
import { SERVER_NAME, type ConfigFormat } from './config-format.ts';

/** TOML: the entry is a table of its own at the end of the file. */
export const tomlConfig: ConfigFormat = {
  // Numbers of other entries may be larger than a double holds.
  parse: (text) => parse(text, { integersAsBigInt: true }),
  insert(text, section, entry) {
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    const gap = text === '' ? '' : text.endsWith('\n') ? newline : `${newline}${newline}`;
    const table = `${this.render(section, entry)}\n`.replaceAll('\n', newline);
    return { offset: text.length, content: `${gap}${table}` };
  },
  cut(text, section) {
    const lines = text.split(/(?<=\n)/);
    const isOurs = ownHeader(section);
    const first = lines.findIndex((line) => isOurs.test(line));
    if (first < 0) throw new SyntaxError('the entry is not a table of its own');
    return [...lines.slice(0, first), ...lines.slice(endOfTable(lines, first, isOurs))].join('');
  },
  render: (section, entry) => stringify({ [section]: { [SERVER_NAME]: entry } }).trimEnd(),
};

/** `[mcp_servers.keyward]` and the tables in it, in any spelling. */
function ownHeader(section: string): RegExp {
  const key = (name: string): string => `(?:${name}|"${name}"|'${name}')`;
  return new RegExp(String.raw`^\s*\[\s*${key(section)}\s*\.\s*${key(SERVER_NAME)}\s*(?:\.[^\]]*)?\]`);
}

const HEADER = /^\s*\[/;
const BLANK_OR_COMMENT = /^\s*(?:#.*)?$/;

// Blank lines and comments before the next table belong to that one. A line that only looks like a header, inside a
// text over several lines, makes the result differ, which the caller compares.
function endOfTable(lines: readonly string[], first: number, isOurs: RegExp): number {
  const next = lines.findIndex((line, index) => index > first && HEADER.test(line) && !isOurs.test(line));
  let end = next < 0 ? lines.length : next;
  while (end > first + 1 && BLANK_OR_COMMENT.test((lines[end - 1] ?? '').trimEnd())) end -= 1;
  return end;
}
