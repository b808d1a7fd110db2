import { chmod, chown, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareDataFolder } from '../../src/vault/index.ts';
import { makeFolder } from '../support/vault-kit.ts';

const unsafe = { code: 'VAULT_FOLDER_UNSAFE' };
const isRoot = process.getuid?.() === 0;

describe.skipIf(process.platform === 'win32')('the data folder', () => {
  it('is made with mode 0700, parents included, and accepted again', async () => {
    const folder = join(await makeFolder(), 'deep', 'keyward');
    await prepareDataFolder(folder);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await writeFile(join(folder, 'keyward.db'), '', { mode: 0o600 });
    await mkdir(join(folder, 'backups'), { mode: 0o700 });
    await prepareDataFolder(folder);
  });

  it.each([0o701, 0o710, 0o750, 0o755, 0o777])('is refused with mode %o, and left as it is', async (mode) => {
    const folder = join(await makeFolder(), 'keyward');
    await prepareDataFolder(folder);
    await chmod(folder, mode);
    await expect(prepareDataFolder(folder)).rejects.toMatchObject(unsafe);
    expect((await stat(folder)).mode & 0o777).toBe(mode);
  });

  it.each([0o604, 0o640, 0o620, 0o644, 0o666])('is refused when a file in it has mode %o', async (mode) => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'owner.key'), 'key');
    await chmod(join(folder, 'owner.key'), mode);
    await expect(prepareDataFolder(folder)).rejects.toMatchObject(unsafe);
  });

  it('is refused when it is a symbolic link, with and without a slash at the end', async () => {
    const parent = await makeFolder();
    const real = join(parent, 'real');
    const link = join(parent, 'link');
    await prepareDataFolder(real);
    await symlink(real, link);
    const refusal = { ...unsafe, message: 'the data folder is not safe: it is not a plain folder' };
    await expect(prepareDataFolder(link)).rejects.toMatchObject(refusal);
    await expect(prepareDataFolder(`${link}/`)).rejects.toMatchObject(refusal);
  });

  it.skipIf(process.platform !== 'linux')('is refused where no folder can be made, such as in /proc', async () => {
    await expect(prepareDataFolder('/proc/keyward/deep')).rejects.toMatchObject(unsafe);
  });

  it('is refused when it holds a symbolic link', async () => {
    const folder = await makeFolder();
    await symlink('/dev/null', join(folder, 'owner.key'));
    await expect(prepareDataFolder(folder)).rejects.toMatchObject(unsafe);
  });

  it('is refused when it is a file', async () => {
    const path = join(await makeFolder(), 'keyward');
    await writeFile(path, '', { mode: 0o600 });
    await expect(prepareDataFolder(path)).rejects.toMatchObject(unsafe);
    await expect(prepareDataFolder(join(path, 'below'))).rejects.toMatchObject(unsafe);
  });

  it.skipIf(!isRoot)('is refused when it or a file in it belongs to another user (needs root to try)', async () => {
    const folder = await makeFolder();
    await writeFile(join(folder, 'keyward.db'), '', { mode: 0o600 });
    await chown(join(folder, 'keyward.db'), 12345, 12345);
    await expect(prepareDataFolder(folder)).rejects.toMatchObject(unsafe);
    const other = await makeFolder();
    await chown(other, 12345, 12345);
    await expect(prepareDataFolder(other)).rejects.toMatchObject(unsafe);
  });
});
