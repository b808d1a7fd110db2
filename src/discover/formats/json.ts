import { visit, type JSONPath } from 'jsonc-parser';
import { argumentSettings } from './arguments.ts';
import type { FormatReader, Setting } from './reader.ts';

const MAX_LENGTH = 4 * 1024 * 1024;
const PATHS =
  /\.(?:json|jsonc|json5|code-workspace|ftpconfig|tfstate|postman_environment|ipynb|webmanifest)$|(?:^|[/\\])(?:\.dockercfg|\.ftpconfig|\.remote-sync\.json|\.bowerrc|\.babelrc|\.eslintrc|credentials\.tfrc)$|\.tfstate\.backup$/i;

/** JSON with comments and trailing commas: the configuration of MCP clients, docker, editors, clouds. */
export const json: FormatReader = {
  id: 'json',
  matches: (path) => PATHS.test(path),
  read: (text, path) => (text.length > MAX_LENGTH ? [] : readJson(text, path)),
};

function readJson(text: string, path: string): readonly Setting[] {
  const settings: Setting[] = [];
  const lists = new Map<string, Setting[]>();
  const named = new Map<string, string>();
  const isMap = /(?:auth|credentials?|secrets?|keys|tokens?)\.json$|dockercfg$/i.test(path);
  visit(text, {
    onLiteralValue(value: unknown, ...[offset, length, , , segments]: LiteralPosition) {
      if (typeof value !== 'string' || value === '') return;
      const path = segments();
      const key = path.findLast((segment) => typeof segment === 'string') ?? '';
      const parent = path.slice(0, -1).join('\u0000');
      const setting = { name: String(key), value, start: offset + 1, end: offset + length - 1 };
      if (typeof path.at(-1) === 'number') return void push(lists, parent, setting);
      if (/^(?:key|name)$/i.test(String(key))) named.set(parent, value);
      if (/^value$/i.test(String(key)) && named.has(parent)) setting.name = named.get(parent) ?? '';
      settings.push({ ...setting, ...kindOfKey(path.map(String), isMap) });
    },
  });
  for (const list of lists.values()) settings.push(...argumentSettings(list));
  return settings;
}

type LiteralPosition = [offset: number, length: number, line: number, character: number, segments: () => JSONPath];

function push(lists: Map<string, Setting[]>, parent: string, setting: Setting): void {
  const list = lists.get(parent);
  if (list === undefined) lists.set(parent, [setting]);
  else list.push(setting);
}

const CREDENTIAL_MAPS = /^(?:env|envs|environment|headers|requestInit|http_headers|containerEnv|remoteEnv)$/i;

function kindOfKey(path: readonly string[], isMap: boolean): Pick<Setting, 'isCredential' | 'isAmongCredentials'> {
  const key = path.at(-1) ?? '';
  // `auth` of docker's configuration is base64 of name and password.
  if (/^(?:auth|identitytoken|registrytoken)$/.test(key) && path.length >= 2) return { isCredential: true };
  if (/^(?:primaryApiKey|oauth_token|private_key)$/.test(key)) return { isCredential: true };
  return { isAmongCredentials: isMap || path.some((part) => CREDENTIAL_MAPS.test(part)) };
}
