import { chmod, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAuditKey } from '../../../src/audit/index.ts';
import { systemRandom } from '../../../src/core/index.ts';

let folder: string;
const open = () => openAuditKey({ folder, random: systemRandom });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-key-'));
});

afterEach(async () => rm(folder, { recursive: true }));

describe('the audit key', () => {
  it('is made once, readable by its owner alone, and the same ever after', async () => {
    const first = await open();
    expect(Buffer.from((await open()).publicKey)).toEqual(Buffer.from(first.publicKey));
    expect((await stat(join(folder, 'audit.key'))).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['audit.key']);
  });

  it('is one key when many processes make it at the same moment', async () => {
    const keys = await Promise.all(Array.from({ length: 10 }, open));
    expect(new Set(keys.map(({ publicKey }) => Buffer.from(publicKey).toString('hex'))).size).toBe(1);
  });

  it('is refused when others can read it', async () => {
    await open();
    await chmod(join(folder, 'audit.key'), 0o644);
    await expect(open()).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
  });

  it('is refused when it is a link', async () => {
    await writeFile(join(folder, 'elsewhere'), '', { mode: 0o600 });
    await symlink(join(folder, 'elsewhere'), join(folder, 'audit.key'));
    await expect(open()).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
  });

  it('is refused when the file holds something else', async () => {
    await writeFile(join(folder, 'audit.key'), 'keyward-audit-key-v1 short\n', { mode: 0o600 });
    await expect(open()).rejects.toMatchObject({ code: 'AUDIT_BROKEN' });
  });
});
