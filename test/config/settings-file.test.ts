import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig, processSource } from '../../src/config/index.ts';

const ON_WINDOWS = process.platform === 'win32';

let home: string;
beforeAll(async () => void (home = await mkdtemp(join(tmpdir(), 'keyward-settings-'))));
afterAll(async () => rm(home, { recursive: true, force: true }));

async function write(text: string, mode = 0o600): Promise<void> {
  const path = join(home, 'config.json');
  await rm(path, { force: true });
  await writeFile(path, text);
  await chmod(path, mode);
}

const load = () => loadConfig({ ...processSource(), env: { KEYWARD_HOME: home } });

describe('config.json in the data folder', () => {
  it('may be missing', () => expect(load()).toMatchObject({ home }));

  it('is read, and not shown when the configuration is printed', async () => {
    await write('{}');
    expect(Object.keys(load())).not.toContain('settings');
  });

  it('is read under the names of an earlier version, with a warning for each', async () => {
    await write('{"audit":{"checkpoints":{"places":[{"kind":"folder","path":"/kept"}]},"watch":{"enabled":false}}}');
    const { settings, settingsWarnings } = load();
    expect(settings.audit.checkpoints.targets).toEqual([{ kind: 'folder', path: '/kept' }]);
    expect(settings.audit.detection.enabled).toBe(false);
    expect(settingsWarnings).toEqual([
      'config.json: audit.checkpoints.places is called audit.checkpoints.targets now; rename it there',
      'config.json: audit.watch is called audit.detection now; rename it there',
    ]);
  });

  it('is refused when it gives a setting under both names', async () => {
    await write('{"audit":{"watch":{},"detection":{}}}');
    expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it.each(['{', '[]', '{"audti":{}}'])('is refused when it reads %s', async (text) => {
    await write(text);
    expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it.each([
    ['http beyond loopback', { resource: 'http://keyward.example.com/mcp', issuers: ['https://id.example.com'] }],
    ['an issuer in clear', { resource: 'https://keyward.example.com/mcp', issuers: ['http://id.example.com'] }],
    ['a query', { resource: 'https://keyward.example.com/mcp?x=1', issuers: ['https://id.example.com'] }],
    ['a path that is a pattern', { resource: 'https://keyward.example.com/*', issuers: ['https://id.example.com'] }],
    ['a password', { resource: 'https://keyward.example.com', issuers: ['https://u:p@id.example.com'] }],
    ['no issuer', { resource: 'https://keyward.example.com/mcp', issuers: [] }],
  ])('is refused when its section oauth has %s', async (_name, oauth) => {
    await write(JSON.stringify({ oauth }));
    expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it.skipIf(ON_WINDOWS)('is refused when others can change it', async () => {
    await write('{}', 0o620);
    expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  it.skipIf(ON_WINDOWS)('is refused as a link', async () => {
    await rm(join(home, 'config.json'), { force: true });
    await symlink(join(home, 'elsewhere'), join(home, 'config.json'));
    expect(load).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
