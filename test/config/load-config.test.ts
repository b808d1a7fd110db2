import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { loadConfig, type ConfigSource } from '../../src/config/index.ts';
import { KeywardError } from '../../src/core/index.ts';

const TOKEN = 'kwa_canary';

function source(env: Record<string, string>, platform: NodeJS.Platform = 'linux'): ConfigSource {
  return { env, platform, homedir: platform === 'win32' ? 'C:\\Users\\ann' : '/home/ann' };
}

function refusal(env: Record<string, string>): KeywardError {
  try {
    loadConfig(source(env));
  } catch (error) {
    if (error instanceof KeywardError) return error;
  }
  throw new Error('expected a KeywardError');
}

describe('the data folder', () => {
  it.each<[NodeJS.Platform, Record<string, string>, string]>([
    ['linux', {}, '/home/ann/.local/share/keyward'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/keyward'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ann/.local/share/keyward'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/home/ann/Library/Application Support/Keyward'],
    ['win32', { APPDATA: 'C:\\Users\\ann\\AppData\\Roaming' }, 'C:\\Users\\ann\\AppData\\Roaming\\Keyward'],
    ['win32', {}, 'C:\\Users\\ann\\AppData\\Roaming\\Keyward'],
    ['linux', { KEYWARD_HOME: '/srv/keyward/' }, '/srv/keyward/'],
    ['linux', { KEYWARD_HOME: '' }, '/home/ann/.local/share/keyward'],
    ['linux', { KEYWARD_HOME: '~/vault' }, '/home/ann/vault'],
    ['win32', { KEYWARD_HOME: 'D:\\vault' }, 'D:\\vault'],
  ])('on %s with %j is %s', (platform, env, expected) => {
    expect(loadConfig(source(env, platform)).home).toBe(expected);
  });

  it('is refused when relative, since every program starts us somewhere else', () => {
    expect(refusal({ KEYWARD_HOME: 'vault' }).code).toBe('CONFIG_INVALID');
  });
});

describe('the environment', () => {
  it('has a sensible default for everything', () => {
    const config = loadConfig(source({}));
    expect(config).toEqual({
      home: '/home/ann/.local/share/keyward',
      logLevel: 'warn',
      keychain: 'auto',
      passphraseFile: undefined,
      hostSession: undefined,
    });
    expect(config.serviceAccountToken).toBeUndefined();
  });

  it('is frozen once read', () => {
    expect(Object.isFrozen(loadConfig(source({})))).toBe(true);
  });

  it('says that PostgreSQL is not available yet, whatever the URL', () => {
    const error = refusal({ KEYWARD_DATABASE_URL: 'postgres://ann:hunter2@db/keyward' });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain('PostgreSQL is not available in this version');
    expect(error.message).not.toContain('hunter2');
  });

  it.each([
    ['KEYWARD_LOG_LEVEL', 'loud'],
    ['KEYWARD_KEYCHAIN', 'maybe'],
    ['KEYWARD_PASSPHRASE_FILE', 'passphrase.txt'],
    ['KEYWARD_EGRESS_PROXY', 'proxy.test:3128'],
    ['KEYWARD_MAX_REFLECTIONS', '0'],
    ['KEYWARD_MAX_REFLECTIONS', 'many'],
    ['KEYWARD_EGRESS_PROXY', 'socks5://user:hunter2@proxy.test'],
    ['KEYWARD_EGRESS_PROXY', 'http://proxy.test/path'],
  ])('refuses a wrong %s by its name and without its value', (name, value) => {
    const error = refusal({ [name]: value });
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(name);
    expect(error.message).not.toContain(value);
  });

  it('takes an egress proxy from its own variable alone, and never prints its password', () => {
    const proxy = 'http://user:hunter2@proxy.test:3128';
    const config = loadConfig(source({ KEYWARD_EGRESS_PROXY: proxy }));
    expect(config.egressProxy).toBe(proxy);
    expect(`${inspect(config)}${JSON.stringify(config)}`).not.toContain('hunter2');
    expect(loadConfig(source({ HTTPS_PROXY: proxy, HTTP_PROXY: proxy, ALL_PROXY: proxy })).egressProxy).toBeUndefined();
  });

  it('gives the agent token without the line break of a copied value, and never prints it', () => {
    const config = loadConfig(source({ KEYWARD_SERVICE_ACCOUNT_TOKEN: `${TOKEN}\n` }));
    expect(config.serviceAccountToken).toBe(TOKEN);
    expect(`${inspect(config)}${JSON.stringify(config)}`).not.toContain(TOKEN);
  });

  it("takes the calling program's session id when it is printable and short", () => {
    expect(loadConfig(source({ CLAUDE_CODE_SESSION_ID: 'a1-b2' })).hostSession).toBe('a1-b2');
    expect(loadConfig(source({ CLAUDE_CODE_SESSION_ID: 'a\u001b[2J' })).hostSession).toBeUndefined();
    expect(loadConfig(source({ CLAUDE_CODE_SESSION_ID: 'a'.repeat(129) })).hostSession).toBeUndefined();
  });
});

describe('where a server listens', () => {
  it('is said by the environment, and else by config.json, member by member', () => {
    const readSettingsFile = (): string => '{"serve":{"host":"10.0.0.1","port":1,"behind_proxy":true}}';
    const env = { KEYWARD_SERVE_PORT: '7118', KEYWARD_SERVE_ALLOW_HOSTS: 'a.example.com, b.example.com' };
    expect(loadConfig({ ...source(env), readSettingsFile }).serve).toEqual({
      host: '10.0.0.1',
      port: 7118,
      behind_proxy: true,
      allow_hosts: ['a.example.com', 'b.example.com'],
    });
  });

  it.each([
    { KEYWARD_SERVE_PORT: '70000' },
    { KEYWARD_SERVE_BEHIND_PROXY: 'yes' },
    { KEYWARD_SERVE_TLS_CERT: 'cert.pem' },
  ])('is refused when it reads %j, naming the variable', (env) => {
    expect(refusal(env)).toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(Object.keys(env)[0] ?? ''),
    });
  });
});
