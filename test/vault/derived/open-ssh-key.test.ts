import { spawnSync } from 'node:child_process';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SecretValue, systemRandom } from '../../../src/core/index.ts';
import { revealText } from '../../../src/core/hazmat.ts';
import { generateSshKey, openSshPrivateKey } from '../../../src/vault/index.ts';
import { makeFolder } from '../../support/vault-kit.ts';

const KEYS: readonly (readonly [name: string, make: () => KeyObject])[] = [
  ['ed25519', () => generateKeyPairSync('ed25519').privateKey],
  ['rsa', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['nistp256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['nistp384', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
  ['nistp521', () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey],
];

const SSH_KEYGEN = 'ssh-keygen';

// `ssh-keygen` without arguments it knows ends with an error; what cannot be started has no status at all.
const hasSshKeygen = spawnSync(SSH_KEYGEN, ['-?']).status !== null;

describe.skipIf(!hasSshKeygen)(
  `a key in the format of OpenSSH${hasSshKeygen ? '' : ' (skipped: no ssh-keygen)'}`,
  () => {
    it.each(KEYS)('of %s is read by ssh-keygen as the same key, with its comment', async (_name, make) => {
      const key = make();
      const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
      const text = convert(pem);
      expect(text).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n(.{1,70}\n)+-----END OPENSSH PRIVATE KEY-----\n$/);
      const path = join(await makeFolder(), 'key');
      await writeFile(path, text, { mode: 0o600 });
      const publicKey = run('-y', '-P', '', '-f', path);
      expect(publicKey).toContain('deploy key');
      // Rewriting the file makes ssh-keygen read every number of the private half.
      run('-p', '-P', '', '-N', '', '-f', path);
      expect(keyOf(run('-y', '-P', '', '-f', path))).toEqual(keyOf(publicKey));
      expect(keyOf(publicKey)).toEqual(await storedKey(path, key));
    });

    it.each(['ed25519', 'rsa'] as const)(
      'is what a generated %s key gives, with its public half beside it',
      async (kind) => {
        const { privateKey, publicKey } = generateSshKey(kind, 'ci');
        const path = join(await makeFolder(), 'key');
        await writeFile(path, convert(revealText(privateKey)), { mode: 0o600 });
        expect(keyOf(run('-y', '-P', '', '-f', path))).toEqual(keyOf(publicKey));
      },
    );
  },
);

describe('a key that is not converted', () => {
  it('is given back as it is when it has the format already', () => {
    const stored = '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n';
    expect(convert(stored)).toBe(stored);
  });

  it.each([
    ['no key', 'hello'],
    ['an encrypted key', encrypted()],
    ['a kind SSH does not have', generateKeyPairSync('x25519').privateKey.export({ type: 'pkcs8', format: 'pem' })],
    ['a public key', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })],
  ])('is refused: %s', (_name, pem) => {
    expect(() => convert(pem.toString())).toThrow(expect.objectContaining({ code: 'ITEM_FIELD_UNUSABLE' }));
  });
});

function convert(pem: string): string {
  return revealText(
    openSshPrivateKey({ value: SecretValue.fromText(pem), comment: 'deploy key', random: systemRandom }),
  );
}

/** The public half of what was stored, not by our encoder: by ssh-keygen, or by its raw bytes where that reads no PKCS#8. */
async function storedKey(path: string, key: KeyObject): Promise<readonly string[]> {
  if (key.asymmetricKeyType === 'ed25519') {
    const head = '0000000b7373682d6564323535313900000020';
    const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url').toString('hex');
    return ['ssh-ed25519', Buffer.from(head + raw, 'hex').toString('base64')];
  }
  await writeFile(path, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return keyOf(run('-y', '-P', '', '-f', path));
}

function keyOf(publicKey: string): readonly string[] {
  return publicKey.trim().split(' ').slice(0, 2);
}

function run(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(SSH_KEYGEN, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function encrypted(): string {
  const cipher = { cipher: 'aes-256-cbc', passphrase: 'x' };
  return generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher })
    .toString();
}
