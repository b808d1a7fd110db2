import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startKeyward, type Keyward } from '../support/keyward.ts';

const SECRET = 'kwtest_read_9fQ2mX7vLr4TzB8nWc3YpHs6';
const REFERENCE = 'op://deploy/api/credential';

async function prepare(): Promise<Keyward> {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'deploy']);
  await keyward.json(['item', 'create', 'deploy/api'], SECRET);
  return keyward;
}

async function tokenOf(keyward: Keyward, can: 'use' | 'read'): Promise<Record<string, string>> {
  const made = await keyward.json(['agent', 'create', `job-${can}`, '--vault', 'deploy', '--can', can]);
  const { token } = z.object({ token: z.string() }).parse(made);
  return { KEYWARD_SERVICE_ACCOUNT_TOKEN: token };
}

describe('keyward read', () => {
  it('prints the value for the owner, and says in the trail that the owner read it', async () => {
    const { cli, json } = await prepare();
    expect(await cli(['read', REFERENCE])).toEqual({ code: 0, stdout: `${SECRET}\n`, stderr: '' });
    expect(await cli(['read', REFERENCE, '--no-newline'])).toMatchObject({ code: 0, stdout: SECRET });
    expect(await json(['read', REFERENCE])).toEqual({ reference: REFERENCE, value: SECRET });
    expect(await json(['audit', 'list', '--limit', '2'])).toMatchObject([
      { type: 'item.resolved', session: { principal: { kind: 'owner' }, transport: 'cli' }, outcome: { result: 'ok' } },
      { type: 'change.intent', item: { title: 'api' } },
    ]);
  });

  it('writes a file of mode 0600, and none over another without --force', async () => {
    const { cli, home } = await prepare();
    const path = join(home, 'value');
    expect(await cli(['read', REFERENCE, '--out-file', path])).toMatchObject({ code: 0, stdout: `wrote ${path}\n` });
    expect(await readFile(path, 'utf8')).toBe(SECRET);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await writeFile(path, 'mine');
    const refused = await cli(['read', REFERENCE, '--out-file', path]);
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('OUTPUT_EXISTS') });
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect((await cli(['read', REFERENCE, '--out-file', path, '--force'])).code).toBe(0);
    expect(await readFile(path, 'utf8')).toBe(SECRET);
    expect(await cli(['read', REFERENCE, '--out-file', join(home, 'no', 'file')])).toMatchObject({ code: 7 });
    expect((await cli(['read', '-n', '-o', path, '-f', '--file-mode', '0640', REFERENCE])).code).toBe(0);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    expect((await cli(['read', '-o', path, '-f', '--file-mode', 'u=rw', REFERENCE])).code).toBe(2);
  });

  it.each([
    ['op://deploy/api/nothing', 3, 'ITEM_FIELD_NOT_FOUND'],
    ['op://deploy/nothing/credential', 3, 'ITEM_NOT_FOUND'],
    ['op://nowhere/api/credential', 3, 'VAULT_NOT_FOUND'],
    ['api', 2, 'REFERENCE_INVALID'],
    ['op://deploy/api/credential?attribute=otp', 2, 'REFERENCE_UNSUPPORTED'],
  ])('%s ends with %i', async (reference, code, errorCode) => {
    const { cli } = await prepare();
    const result = await cli(['read', reference]);
    expect(result).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(errorCode) });
  });

  it('reads for an agent with `read` and never for one with `use`, owner key or not', async () => {
    const keyward = await prepare();
    const args = ['read', REFERENCE];
    const reading = keyward.with(await tokenOf(keyward, 'read'));
    expect(await reading.cli(args)).toMatchObject({ code: 0, stdout: `${SECRET}\n` });
    const using = await keyward.with(await tokenOf(keyward, 'use')).cli(args);
    expect(using).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('IDENTITY_NOT_PERMITTED') });
    const forged = keyward.with({ KEYWARD_SERVICE_ACCOUNT_TOKEN: 'kwa_forged' });
    expect(await forged.cli(args)).toMatchObject({ code: 4, stdout: '' });
    const reference = keyward.with({ KEYWARD_SERVICE_ACCOUNT_TOKEN: REFERENCE });
    expect(await reference.cli(args)).toMatchObject({ code: 2, stdout: '' });
  });

  it('says that there are no vaults on an empty data folder, and makes no owner key', async () => {
    const { cli, home } = await startKeyward();
    expect(await cli(['read', REFERENCE])).toMatchObject({ code: 3, stderr: expect.stringContaining('no vaults yet') });
    await expect(stat(join(home, 'owner.key'))).rejects.toThrow('ENOENT');
  });
});
