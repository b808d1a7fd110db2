import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/core/index.ts';
import { type Keychain, openTokenStore, type TokenStore } from '../../src/vault/index.ts';
import { createMemoryKeychain } from '../support/memory-keychain.ts';
import { makeFolder } from '../support/vault-kit.ts';

let folder: string;
beforeEach(async () => {
  folder = await makeFolder();
});

const saved = { agentId: 'agent', token: 'kwa_first', note: { connections: [] } };
const inFile = (): TokenStore => openTokenStore({ folder, keychain: 'off', random: systemRandom });
const inKeychain = (keychain: Keychain | undefined): TokenStore =>
  openTokenStore({ folder, keychain: 'auto', random: systemRandom, openKeychain: async () => keychain });
const files = (): Promise<readonly string[]> => readdir(join(folder, 'tokens'));

describe('a saved token', () => {
  it('lies in a 0600 file of a 0700 folder where there is no keychain, and nothing temporary beside it', async () => {
    for (const tokens of [inFile(), inKeychain(undefined)]) {
      expect(await tokens.save('cursor', saved)).toEqual({ agentId: 'agent', location: 'file', note: saved.note });
      expect(await tokens.load('cursor')).toBe('kwa_first');
      expect(await files()).toEqual(['cursor.json']);
      expect((await stat(join(folder, 'tokens'))).mode & 0o777).toBe(0o700);
      expect((await stat(join(folder, 'tokens', 'cursor.json'))).mode & 0o777).toBe(0o600);
    }
  });

  it('lies in the keychain where there is one, and the file does not hold it', async () => {
    const keychain = createMemoryKeychain();
    const tokens = inKeychain(keychain);
    expect(await tokens.save('cursor', saved)).toMatchObject({ location: 'keychain' });
    expect(await readFile(join(folder, 'tokens', 'cursor.json'), 'utf8')).not.toContain('kwa_first');
    expect(await tokens.load('cursor')).toBe('kwa_first');
    await tokens.save('cursor', { ...saved, token: 'kwa_second' });
    expect([...keychain.entries.values()]).toEqual(['kwa_second']);
    expect(await tokens.forget('cursor')).toBe(true);
    expect(keychain.entries.size).toBe(0);
    await expect(inKeychain(undefined).load('cursor')).resolves.toBeUndefined();
  });

  it('goes into the file when the keychain takes it and does not give it back', async () => {
    const forgetful: Keychain = { ...createMemoryKeychain(), read: async () => undefined };
    expect(await inKeychain(forgetful).save('cursor', saved)).toMatchObject({ location: 'file' });
  });

  it('is locked when the keychain is gone, also when it is not to be touched', async () => {
    await inKeychain(createMemoryKeychain()).save('cursor', saved);
    await expect(inKeychain(undefined).load('cursor')).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
    await expect(inFile().load('cursor')).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
  });

  it('is replaced whole, keeps its note until that is changed, and is forgotten once', async () => {
    const tokens = inFile();
    await tokens.save('cursor', saved);
    await tokens.save('cursor', { ...saved, token: 'kwa_second' });
    await tokens.setNote('cursor', ['used']);
    expect(await tokens.find('cursor')).toEqual({ agentId: 'agent', location: 'file', note: ['used'] });
    expect(await tokens.load('cursor')).toBe('kwa_second');
    expect(await tokens.forget('cursor')).toBe(true);
    expect(await tokens.forget('cursor')).toBe(false);
    expect(await tokens.find('cursor')).toBeUndefined();
  });
});

describe('a file that is not to be believed', () => {
  const path = (): string => join(folder, 'tokens', 'cursor.json');

  it('is refused when others may read or write it, when it is a link, and when it is damaged', async () => {
    await inFile().save('cursor', saved);
    await chmod(path(), 0o644);
    await expect(inFile().load('cursor')).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
    await chmod(path(), 0o600);
    await writeFile(path(), '{"v":1}');
    await expect(inFile().load('cursor')).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
    await rm(path());
    await symlink('/etc/hostname', path());
    await expect(inFile().load('cursor')).rejects.toMatchObject({ code: 'VAULT_FOLDER_UNSAFE' });
  });

  it.each(['../owner', 'a/b', '', '.hidden', 'A', 'x'.repeat(65), 'a\\b'])(
    'is not reached by the name %j',
    async (name) => {
      await mkdir(join(folder, 'tokens'), { mode: 0o700 });
      await expect(inFile().load(name)).rejects.toMatchObject({ code: 'IDENTITY_AGENT_NOT_FOUND' });
      await expect(inFile().save(name, saved)).rejects.toMatchObject({ code: 'IDENTITY_AGENT_NOT_FOUND' });
    },
  );
});
