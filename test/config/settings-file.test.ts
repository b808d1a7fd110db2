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

  it.each(['{', '[]', '{"audti":{}}'])('is refused when it reads %s', async (text) => {
    await write(text);
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
