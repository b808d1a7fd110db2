import { posix, win32 } from 'node:path';
import { parse as parseJsonc } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import {
  addEntry,
  CLIENTS,
  findEntry,
  removeEntry,
  renderEntry,
  type Client,
  type PlatformPaths,
} from '../../src/connect/index.ts';

const LAUNCH = {
  command: 'C:\\Program Files\\nodejs\\node.exe',
  args: ['/opt/key "ward"/bin.js', 'mcp', '--agent-token', 'some-agent'],
  env: { KEYWARD_HOME: '/srv/key ward' },
};

const MACHINES: readonly (readonly [name: string, machine: PlatformPaths])[] = [
  ['macOS', { platform: 'darwin', home: '/Users/ada', env: {}, project: '/Users/ada/work' }],
  ['Linux', { platform: 'linux', home: '/home/ada', env: {}, project: '/home/ada/work' }],
  [
    'Windows',
    {
      platform: 'win32',
      home: 'C:\\Users\\ada',
      env: { APPDATA: 'C:\\Users\\ada\\AppData\\Roaming' },
      project: 'D:\\work',
    },
  ],
];

const cases = CLIENTS.map((client) => [client.name, client] as const);

function read({ format }: Client, text: string): unknown {
  return format === 'toml' ? parseToml(text) : parseJsonc(text);
}

describe.each(cases)('%s', (name, client) => {
  const entry = client.entry(LAUNCH);

  it('has a name that can be an agent’s, and says what to do next', () => {
    expect(name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    expect(client.afterwards).not.toBe('');
  });

  it.each(MACHINES)('has an absolute path of its own on %s, per user and per project', (_, machine) => {
    const paths = machine.platform === 'win32' ? win32 : posix;
    for (const [scope, root] of [
      ['user', machine.home],
      ['project', machine.project],
    ] as const) {
      const path = client.paths[scope]?.(machine);
      if (path === undefined) continue;
      expect(paths.isAbsolute(path)).toBe(true);
      expect(paths.normalize(path)).toBe(path);
      expect(path.startsWith(root)).toBe(true);
    }
  });

  it('starts the program with its arguments as they are, and nothing else but its kind', () => {
    expect(entry).toMatchObject(LAUNCH);
    const { command: _command, args: _args, env: _env, ...kind } = entry;
    expect(Object.keys(kind).length).toBeLessThanOrEqual(1);
    expect(client.entry({ ...LAUNCH, env: {} })).not.toHaveProperty('env');
  });

  it('makes a file that its client reads, finds its entry in it, and takes it out again', () => {
    const added = addEntry('', client, entry);
    if (added.kind === 'same') throw new Error('nothing was added');
    expect(JSON.parse(JSON.stringify(read(client, added.text)))).toEqual({ [client.section]: { keyward: entry } });
    expect(findEntry(added.text, client)).toMatchObject(LAUNCH);
    expect(addEntry(added.text, client, entry)).toEqual({ kind: 'same' });
    expect(removeEntry(added.text, client, added.inserted)).toEqual({ kind: 'changed', text: '' });
    expect(removeEntry('', client)).toEqual({ kind: 'same' });
  });

  it('prints a snippet that is the same entry', () => {
    expect(addEntry(renderEntry(client, entry), client, entry)).toEqual({ kind: 'same' });
  });
});

describe('the list of clients', () => {
  it('has each name once, and no two of one configuration file', () => {
    for (const [, machine] of MACHINES) {
      const paths = CLIENTS.flatMap(({ paths: { user, project } }) => [user(machine), project?.(machine)]).filter(
        Boolean,
      );
      expect(new Set(paths).size).toBe(paths.length);
    }
    expect(new Set(CLIENTS.map(({ name }) => name)).size).toBe(CLIENTS.length);
  });

  it.each([
    ['claude-desktop', 'darwin', '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', 'linux', '/home/ada/.config/Claude/claude_desktop_config.json'],
    ['claude-desktop', 'win32', 'C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json'],
    ['claude-code', 'linux', '/home/ada/.claude.json'],
    ['cursor', 'win32', 'C:\\Users\\ada\\.cursor\\mcp.json'],
    ['vscode', 'darwin', '/Users/ada/Library/Application Support/Code/User/mcp.json'],
    ['windsurf', 'linux', '/home/ada/.codeium/windsurf/mcp_config.json'],
    ['codex', 'darwin', '/Users/ada/.codex/config.toml'],
    ['gemini', 'linux', '/home/ada/.gemini/settings.json'],
    ['zed', 'darwin', '/Users/ada/.config/zed/settings.json'],
    ['zed', 'win32', 'C:\\Users\\ada\\AppData\\Roaming\\Zed\\settings.json'],
  ])('keeps %s on %s in %s', (name, platform, path) => {
    const machine = MACHINES.find(([, one]) => one.platform === platform)?.[1];
    if (machine === undefined) throw new Error('no such machine');
    expect(CLIENTS.find((client) => client.name === name)?.paths.user(machine)).toBe(path);
  });

  it('follows the variables that move a configuration, unless they are relative', () => {
    const at = (name: string, env: PlatformPaths['env']): string | undefined =>
      CLIENTS.find((client) => client.name === name)?.paths.user({
        platform: 'linux',
        home: '/home/ada',
        env,
        project: '/',
      });
    expect(at('zed', { XDG_CONFIG_HOME: '/etc/ada' })).toBe('/etc/ada/zed/settings.json');
    expect(at('zed', { XDG_CONFIG_HOME: 'etc' })).toBe('/home/ada/.config/zed/settings.json');
    expect(at('codex', { CODEX_HOME: '/srv/codex' })).toBe('/srv/codex/config.toml');
    expect(at('claude-code', { CLAUDE_CONFIG_DIR: '/srv/claude' })).toBe('/srv/claude/.claude.json');
  });
});
