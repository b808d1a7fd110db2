import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SecretValue, systemRandom } from '../../src/core/index.ts';
import { ready } from '../../src/crypto/index.ts';
import { type Keychain, openOwnerKeySource, type OwnerKeySource } from '../../src/vault/index.ts';
import { createMemoryKeychain } from '../support/memory-keychain.ts';
import { makeFolder } from '../support/vault-kit.ts';

beforeAll(ready);

let folder: string;
beforeEach(async () => {
  folder = await makeFolder();
});

const locked = { code: 'VAULT_LOCKED' };
const unlockFailed = { code: 'VAULT_UNLOCK_FAILED', message: 'the owner key cannot be unlocked' };

// The least a key file may say: these passphrases protect nothing.
const passphraseCost = { n: 2 ** 15, r: 8, p: 1 };
const common = { random: systemRandom, passphraseCost };
const inFile = (): OwnerKeySource => openOwnerKeySource({ ...common, folder, keychain: 'off' });
const inKeychain = (keychain: Keychain | undefined): OwnerKeySource =>
  openOwnerKeySource({ ...common, folder, keychain: 'auto', openKeychain: async () => keychain });
const readKeyFile = (): Promise<string> => readFile(join(folder, 'owner.key'), 'utf8');
const writeKeyFile = (text: string): Promise<void> => writeFile(join(folder, 'owner.key'), text, { mode: 0o600 });

describe('an owner key in a file', () => {
  it('is made once, with mode 0600, and loaded from then on', async () => {
    expect(await inFile().location()).toBe('none');
    expect(await inFile().load()).toBeUndefined();
    const key = await inFile().create();
    expect(key.byteLength).toBe(32);
    expect(Buffer.from(await inFile().create())).toEqual(Buffer.from(key));
    expect(Buffer.from((await inFile().load()) ?? [])).toEqual(Buffer.from(key));
    expect(await inFile().location()).toBe('file');
    expect((await stat(join(folder, 'owner.key'))).mode & 0o777).toBe(0o600);
  });

  it('is one key when many processes begin at once, and leaves no temporary file behind', async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, () => inFile().create()));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await readdir(folder)).toEqual(['owner.key']);
  });

  it.each([
    { name: 'empty', text: '' },
    { name: 'no JSON', text: 'key' },
    { name: 'cut short', text: '{"v":1,"kind":"plain","key":"AAAA' },
    { name: 'a short key', text: '{"v":1,"kind":"plain","key":"AAAA"}' },
    { name: 'a key in a second base64 form', text: `{"v":1,"kind":"plain","key":"${'A'.repeat(42)}B="}` },
    { name: 'another version', text: `{"v":2,"kind":"plain","key":"${'A'.repeat(43)}="}` },
    { name: 'an unknown member', text: `{"v":1,"kind":"plain","key":"${'A'.repeat(43)}=","x":1}` },
    { name: 'beyond its size', text: `${' '.repeat(5000)}{"v":1,"kind":"plain","key":"${'A'.repeat(43)}="}` },
    { name: 'a path for an account', text: '{"v":1,"kind":"keychain","account":"../x"}' },
  ])('is not replaced when the file is damaged: $name', async ({ text }) => {
    await writeKeyFile(text);
    await expect(inFile().load()).rejects.toMatchObject(unlockFailed);
    await expect(inFile().create()).rejects.toMatchObject(unlockFailed);
    await expect(inFile().location()).rejects.toMatchObject(unlockFailed);
    expect(await readKeyFile()).toBe(text);
  });

  it.skipIf(process.platform === 'win32')('is not read through a symbolic link', async () => {
    const elsewhere = await makeFolder();
    await writeFile(join(elsewhere, 'planted'), `{"v":1,"kind":"plain","key":"${'A'.repeat(43)}="}`);
    await symlink(join(elsewhere, 'planted'), join(folder, 'owner.key'));
    await expect(inFile().load()).rejects.toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
    await expect(inFile().create()).rejects.toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
  });
});

describe('an owner key with a passphrase', () => {
  const passphrase = SecretValue.fromText('correct horse battery staple');

  it('opens with the passphrase only, and never lies in the file as it is', async () => {
    const key = await inKeychain(createMemoryKeychain()).create({ passphrase });
    expect(await inFile().location()).toBe('passphrase');
    expect(Buffer.from((await inFile().load({ passphrase })) ?? [])).toEqual(Buffer.from(key));
    await expect(inFile().load()).rejects.toMatchObject(locked);
    const wrong = { passphrase: SecretValue.fromText('correct horse battery stapl') };
    await expect(inFile().load(wrong)).rejects.toMatchObject(unlockFailed);
    await expect(inFile().create(wrong)).rejects.toMatchObject(unlockFailed);
    const text = await readKeyFile();
    expect(text).not.toContain(Buffer.from(key).toString('base64'));
    expect(JSON.parse(text)).toMatchObject({ kdf: { name: 'scrypt', ...passphraseCost } });
  });

  it('costs a guess 128 MiB where nothing else is asked for', async () => {
    const source = openOwnerKeySource({ folder, keychain: 'off', random: systemRandom });
    const key = await source.create({ passphrase });
    expect(JSON.parse(await readKeyFile())).toMatchObject({ kdf: { name: 'scrypt', n: 2 ** 17, r: 8, p: 1 } });
    expect(Buffer.from((await source.load({ passphrase })) ?? [])).toEqual(Buffer.from(key));
  });

  it('answers alike to a wrong passphrase and to a damaged file', async () => {
    await inFile().create({ passphrase });
    const text = await readKeyFile();
    const file = JSON.parse(text);
    const damaged = [
      { ...file, sealed: `${file.sealed.slice(0, 8)}AAAA${file.sealed.slice(12)}` },
      { ...file, kdf: { ...file.kdf, salt: Buffer.alloc(16).toString('base64') } },
      { ...file, kdf: { ...file.kdf, n: 2 ** 16 } },
      { ...file, sealed: '' },
    ];
    for (const content of damaged) {
      await writeKeyFile(JSON.stringify(content));
      await expect(inFile().load({ passphrase })).rejects.toMatchObject(unlockFailed);
    }
    await writeKeyFile(text);
    expect(await inFile().load({ passphrase })).toBeDefined();
  });

  it('does no work for parameters that would eat all memory', async () => {
    await inFile().create({ passphrase });
    const file = JSON.parse(await readKeyFile());
    await writeKeyFile(JSON.stringify({ ...file, kdf: { ...file.kdf, n: 2 ** 30 } }));
    await expect(inFile().load({ passphrase })).rejects.toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
  });
});

describe('an owner key in the keychain', () => {
  it('lies in the keychain, and the file says only where', async () => {
    const keychain = createMemoryKeychain();
    const key = await inKeychain(keychain).create();
    expect(await inKeychain(keychain).location()).toBe('keychain');
    expect(Buffer.from((await inKeychain(keychain).load()) ?? [])).toEqual(Buffer.from(key));
    expect([...keychain.entries.values()]).toEqual([Buffer.from(key).toString('base64')]);
    expect(await readKeyFile()).not.toContain(Buffer.from(key).toString('base64'));
  });

  it('is one key when many processes begin at once, and the losers take theirs out again', async () => {
    const keychain = createMemoryKeychain();
    const keys = await Promise.all(Array.from({ length: 8 }, () => inKeychain(keychain).create()));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(keychain.entries.size).toBe(1);
  });

  it('is never made anew while the keychain cannot be reached or does not have it', async () => {
    const keychain = createMemoryKeychain();
    await inKeychain(keychain).create();
    const before = await readKeyFile();
    const failing: Keychain = { ...keychain, read: () => Promise.reject(new Error('locked')) };
    for (const unreachable of [undefined, createMemoryKeychain(), failing]) {
      await expect(inKeychain(unreachable).load()).rejects.toMatchObject(locked);
      await expect(inKeychain(unreachable).create()).rejects.toMatchObject(locked);
    }
    await expect(inFile().create()).rejects.toMatchObject(locked);
    expect(await readKeyFile()).toBe(before);
  });

  it.each<{ name: string; keychain: Keychain | undefined }>([
    { name: 'there is none', keychain: undefined },
    {
      name: 'it cannot be written',
      keychain: { ...createMemoryKeychain(), write: () => Promise.reject(new Error('denied')) },
    },
    { name: 'it forgets at once', keychain: { ...createMemoryKeychain(), write: async () => undefined } },
    {
      name: 'it cannot be read back',
      keychain: { ...createMemoryKeychain(), read: () => Promise.reject(new Error('denied')) },
    },
  ])('lies in the file instead when $name', async ({ keychain }) => {
    const key = await inKeychain(keychain).create();
    expect(await inKeychain(keychain).location()).toBe('file');
    expect(Buffer.from((await inFile().load()) ?? [])).toEqual(Buffer.from(key));
  });

  it('is not asked for when it is off', async () => {
    const asked: string[] = [];
    const openKeychain = async (): Promise<undefined> => void asked.push('opened');
    const source = openOwnerKeySource({ folder, keychain: 'off', random: systemRandom, openKeychain });
    await source.create();
    await source.load();
    expect(asked).toEqual([]);
    await rm(join(folder, 'owner.key'));
  });
});
