import { argumentSettings } from './arguments.ts';
import { settingAt, type FormatReader, type Setting } from './reader.ts';

/** YAML by the line: kubeconfig, compose, CI files, settings of agents and frameworks. Block texts are left to the rules. */
export const yaml: FormatReader = {
  id: 'yaml',
  matches: (path) =>
    /\.ya?ml$|(?:^|[/\\])(?:\.tugboat|hub|\.kube[/\\]config|\.condarc|\.aider\.conf\.yml|\.gem[/\\]credentials|\.bundle[/\\]config)$/i.test(
      path,
    ),
  read: readYaml,
};

const LINE =
  /^([ \t]*)((?:-[ \t]+)*)(?:(?:"([^"\r\n]{1,100})"|'([^'\r\n]{1,100})'|:?([\w./-]{1,100}))[ \t]*:(?:[ \t]+|(?=[\r\n]|$)))?(?:![\w!]+[ \t]+)?(?:"((?:[^"\\\r\n]|\\.){0,4096})"|'((?:[^'\r\n]|''){0,4096})'|([^\r\n]{0,4096}))/gm;

interface Row {
  readonly indent: number;
  readonly isItem: boolean;
  readonly key: string;
  readonly setting: Setting;
}

function* readYaml(text: string): Generator<Setting> {
  const maps: { indent: number; key: string }[] = [];
  let list: Setting[] = [];
  let name: { text: string; indent: number } | undefined;
  for (const match of text.matchAll(LINE)) {
    const row = rowOf(match);
    if (row === undefined) continue;
    const { indent, isItem, key, setting } = row;
    if (!isItem || key !== '') {
      yield* argumentSettings(list);
      list = [];
    }
    while ((maps.at(-1)?.indent ?? -1) >= indent && !(isItem && maps.at(-1)?.indent === indent)) maps.pop();
    if (key === '') {
      if (isItem) list.push(setting);
      continue;
    }
    if (setting.value === '') {
      maps.push({ indent, key });
      continue;
    }
    if (/^name$/i.test(key)) name = { text: setting.value, indent };
    const isNamed = /^value$/i.test(key) && name?.indent === indent;
    yield {
      ...setting,
      name: isNamed ? (name?.text ?? key) : key,
      ...kindOfKey(
        key,
        maps.map((map) => map.key),
      ),
    };
  }
  yield* argumentSettings(list);
}

function rowOf(match: RegExpMatchArray): Row | undefined {
  const [whole, space = '', dashes = ''] = match;
  if (/^\s*(?:#|$)/.test(whole)) return undefined;
  const key = match[3] ?? match[4] ?? match[5] ?? '';
  const quoted = match[6] ?? match[7];
  const plain = (match[8] ?? '').replace(/[ \t]+#.*$/, '').trimEnd();
  const value = quoted ?? (/^[|>&*{]/.test(plain) ? '' : plain);
  const end = (match.index ?? 0) + whole.length;
  const start = quoted === undefined ? end - (match[8] ?? '').length : end - 1 - quoted.length;
  return { indent: space.length + dashes.length, isItem: dashes !== '', key, setting: settingAt(start, key, value) };
}

function kindOfKey(key: string, maps: readonly string[]): Pick<Setting, 'isCredential' | 'isAmongCredentials'> {
  // kubeconfig: the key of a client certificate; hosts.yml of GitHub's command line.
  if (/^(?:client-key-data|oauth_token)$/.test(key)) return { isCredential: true };
  return {
    isAmongCredentials: maps.some((map) =>
      /^(?:env|envs|environment|headers|secrets?|stringData|credentials?)$/i.test(map),
    ),
  };
}
