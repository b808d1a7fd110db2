import { describe, expect, it } from 'vitest';
import { commandFiles, entryDiff, launchCommand, type Installation } from '../../src/connect/index.ts';

const LINUX: Installation = {
  platform: 'linux',
  version: '1.2.3',
  node: '/usr/bin/node',
  program: '/usr/lib/node_modules/keyward/dist/bin.js',
  isOnPath: true,
};
const WINDOWS: Installation = {
  ...LINUX,
  platform: 'win32',
  node: 'C:\\Program Files\\nodejs\\node.exe',
  program: 'C:\\Users\\ada\\AppData\\Roaming\\npm\\node_modules\\keyward\\dist\\bin.js',
};
const args = ['mcp', '--agent-token', 'cursor'];
const env = { KEYWARD_HOME: '/srv/keyward' };

describe('the command of an entry', () => {
  it.each([LINUX, WINDOWS])(
    'is Node and the program by absolute path, for a client without a search path',
    (installation) => {
      expect(launchCommand({ installation, scope: 'user', args, env })).toEqual({
        command: installation.node,
        args: [installation.program, ...args],
        env,
      });
    },
  );

  it('is the name of the program in a project that others share, where it is installed', () => {
    const order = { scope: 'project', args, env: {} } as const;
    expect(launchCommand({ installation: LINUX, ...order })).toEqual({ command: 'keyward', args, env: {} });
    expect(launchCommand({ installation: WINDOWS, ...order })).toEqual({
      command: 'cmd',
      args: ['/c', 'keyward', ...args],
      env: {},
    });
    expect(launchCommand({ installation: { ...LINUX, isOnPath: false }, ...order }).command).toBe('/usr/bin/node');
  });

  it('is npx with this very version where npx runs it, whose cache goes', () => {
    const program = '/home/ada/.npm/_npx/0a1b2c/node_modules/keyward/dist/bin.js';
    const installation = { ...LINUX, node: '/opt/node/bin/node', program };
    expect(launchCommand({ installation, scope: 'user', args, env })).toEqual({
      command: '/opt/node/bin/npx',
      args: ['-y', 'keyward@1.2.3', ...args],
      env: { ...env, PATH: '/opt/node/bin:/usr/local/bin:/usr/bin:/bin' },
    });
    const cached = 'C:\\Users\\ada\\AppData\\Local\\npm-cache\\_npx\\0a\\node_modules\\keyward\\dist\\bin.js';
    expect(launchCommand({ installation: { ...WINDOWS, program: cached }, scope: 'user', args, env })).toEqual({
      command: 'cmd',
      args: ['/c', 'npx', '-y', 'keyward@1.2.3', ...args],
      env,
    });
  });

  it('is looked for in absolute folders of the search path only', () => {
    expect(commandFiles('keyward', '/usr/bin:bin::/opt/bin', 'linux')).toEqual([
      '/usr/bin/keyward',
      '/opt/bin/keyward',
    ]);
    expect(commandFiles('keyward', 'C:\\npm;npm', 'win32')).toEqual(['C:\\npm\\keyward.cmd']);
  });
});

describe('what a person is shown', () => {
  const client = { format: 'json', section: 'mcpServers' } as const;
  const after = { command: '/usr/bin/node', args };

  it('is the change of our entry alone', () => {
    const lines = entryDiff({ client, before: { ...after, command: 'keyward' }, after });
    expect(lines.filter((line) => line.startsWith('-'))).toEqual(['-      "command": "keyward",']);
    expect(lines.filter((line) => line.startsWith('+'))).toEqual(['+      "command": "/usr/bin/node",']);
    expect(entryDiff({ client, before: after, after })).toEqual([]);
  });

  it('conceals what an entry made by hand may hold', () => {
    const token = `kwa_${'a'.repeat(26)}_${'B'.repeat(43)}_abcdef`;
    const before = {
      command: `TOKEN=${token}`,
      args: ['--token', token],
      env: { KEYWARD_SERVICE_ACCOUNT_TOKEN: token, OTHER: 'hunter2', KEYWARD_HOME: '/srv/keyward' },
    };
    const shown = entryDiff({ client, before, after }).join('\n');
    expect(shown).not.toContain('BBBB');
    expect(shown).not.toContain('hunter2');
    expect(shown).toContain('/srv/keyward');
  });
});
