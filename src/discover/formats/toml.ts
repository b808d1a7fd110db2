import { argumentSettings } from './arguments.ts';
import { settingAt, type FormatReader, type Setting } from './reader.ts';

/** TOML as far as credentials go: text values by name, in tables, inline tables and lists of arguments. */
export const toml: FormatReader = {
  id: 'toml',
  matches: (path) => /\.toml$|(?:^|[/\\])\.modal\.toml$|(?:^|[/\\])Pipfile$|\.tfrc$|\.hcl$|\.tf$/i.test(path),
  read: readToml,
};

const PAIR =
  /(?:^|[\s,{])(?:([A-Za-z_][\w.-]{0,100})|"([^"\r\n]{1,100})"|'([^'\r\n]{1,100})')[ \t]*=[ \t]*(?:"((?:[^"\\\r\n]|\\.){1,4096})"|'([^'\r\n]{1,4096})')/g;
const LIST = /(?:^|[\s,{])(?:args|command|arguments)[ \t]*=[ \t]*\[([^\]]{1,8192})\]/g;
const TEXT = /"((?:[^"\\\r\n]|\\.){0,4096})"|'([^'\r\n]{0,4096})'/g;

function* readToml(text: string): Generator<Setting> {
  for (const match of text.matchAll(PAIR)) {
    const line = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    if (/^\s*#/.test(line)) continue;
    const value = match[4] ?? match[5] ?? '';
    const end = match.index + match[0].length - 1;
    const name = match[1] ?? match[2] ?? match[3] ?? '';
    yield { ...settingAt(end - value.length, name, value), isAmongCredentials: isEnvironment(text, match.index, line) };
  }
  for (const match of text.matchAll(LIST)) {
    const base = match.index + match[0].length - 1 - (match[1] ?? '').length;
    yield* argumentSettings(textsOf(match[1] ?? '', base));
  }
}

// In `env = { … }`, or below `[mcp_servers.x.env]`.
function isEnvironment(text: string, index: number, line: string): boolean {
  if (/\b(?:env|headers|http_headers)\s*=\s*\{/.test(line)) return true;
  const table = text.lastIndexOf('\n[', index);
  const heading = table === -1 ? text.slice(0, 80) : text.slice(table + 1, table + 120);
  return /^\[[^\]\n]*(?:env|headers|secrets?|credentials?)["']?\]/i.test(heading);
}

function textsOf(list: string, base: number): readonly Setting[] {
  return [...list.matchAll(TEXT)].map((match) => {
    const value = match[1] ?? match[2] ?? '';
    return settingAt(base + match.index + 1, '', value);
  });
}
