import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/core/index.ts';
import { boxKeyPair } from '../../src/crypto/index.ts';
import { openKey } from '../../src/identity/sealed-key.ts';
import { formatToken, parseToken } from '../../src/identity/token-text.ts';
import { openGrantedVaults, openOwnerVaults } from '../../src/vault/index.ts';
import { openIdentityKit, type IdentityKit } from '../support/identity-kit.ts';
import { draft } from '../support/vault-kit.ts';

async function databaseBytes(folder: string): Promise<Buffer> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('keyward.db'));
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
}

// Everything of key length that a thief finds: hashes, MACs, public keys, digests, commitments.
async function keyCandidates({ storage }: IdentityKit): Promise<readonly Uint8Array[]> {
  const vaults = await storage.vaults.listVaults();
  const items = (await Promise.all(vaults.map(({ id }) => storage.vaults.listItems(id)))).flat();
  const agents = await storage.identity.listAgents();
  const statements = [...vaults, ...agents.flatMap(({ agent, tokens, grants }) => [agent, ...tokens, ...grants])];
  const said = statements.flatMap(({ statement }) => Object.values(JSON.parse(new TextDecoder().decode(statement))));
  const texts = said.filter((value) => typeof value === 'string').map((value) => Buffer.from(value, 'base64url'));
  const columns = [...vaults.map(({ nameHash }) => nameHash), ...items.map(({ titleHash }) => titleHash)];
  const macs = agents.flatMap(({ tokens }) => tokens.map(({ ownerMac }) => ownerMac));
  return [...texts, ...columns, ...macs].filter(({ byteLength }) => byteLength === 32);
}

describe('a stolen database', () => {
  it('shows no name, title, tag, URL, binding, value or key, in no file of it', async () => {
    const kit = await openIdentityKit();
    const more = {
      category: 'canary-category',
      tags: ['Canary-tag'],
      urls: ['https://canary-url.test'],
      binding: { origin: 'canary-binding' },
    };
    const vault = await kit.owner.createVault('Canary-vault');
    const item = await kit.owner.createItem(vault.id, { ...draft('Canary-title', 'canary-value'), ...more });
    await kit.owner.updateItem(vault.id, item.id, { title: 'Canary-again' });
    const bytes = await databaseBytes(kit.folder);
    expect(bytes.includes(vault.id)).toBe(true);
    const key = await kit.owner.vaultKey(vault.id);
    const { secret } = parseToken(kit.token) ?? {};
    for (const bytesOfKey of [kit.ownerKey, key?.key, secret]) {
      expect(bytesOfKey?.byteLength).toBe(32);
      for (const form of ['latin1', 'hex', 'base64', 'base64url'] as const) {
        expect(bytes.includes(Buffer.from(bytesOfKey ?? []).toString(form), 0, 'latin1')).toBe(false);
      }
    }
    expect(bytes.toString('latin1').toLowerCase()).not.toContain('canary');
    expect(bytes.includes(kit.token.split('_')[2] ?? '')).toBe(false);
  });

  it('opens with none of the values that lie in it', async () => {
    const kit = await openIdentityKit();
    const { storage, clock, owner } = kit;
    const candidates = await keyCandidates(kit);
    expect(candidates.length).toBeGreaterThan(8);
    const records = await storage.identity.listAgents();
    const sealedKeys = records.flatMap((record) => record.sealedKeys);
    expect(sealedKeys).toHaveLength(1);
    for (const candidate of candidates) {
      const deps = { store: storage.vaults, ownerKey: candidate, clock, random: systemRandom };
      await expect(openOwnerVaults(deps)).rejects.toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
      const keys = [{ vaultId: kit.pay.id, keyVersion: 1, key: candidate }];
      const granted = openGrantedVaults({ store: storage.vaults, ownerPublicKey: owner.publicKey, keys });
      await expect(granted.list()).rejects.toMatchObject({ code: 'VAULT_RECORD_TAMPERED' });
      for (const row of sealedKeys) expect(openKey(row, boxKeyPair(candidate))).toBeUndefined();
      for (const { tokens } of records) {
        for (const { id } of tokens)
          expect(await kit.identify(formatToken({ id, secret: candidate }))).toMatchObject({ because: 'unknown' });
      }
    }
  });

  it('opens with a stolen token only what the token was granted', async () => {
    const kit = await openIdentityKit();
    const identified = await kit.identify(kit.token);
    expect(identified.kind === 'agent' && identified.vaultKeys.map(({ vaultId }) => vaultId)).toEqual([kit.pay.id]);
    const code = await kit.storage.vaults.getVault(kit.code.id);
    const key = identified.kind === 'agent' ? identified.vaultKeys[0] : undefined;
    const keys = [{ vaultId: kit.code.id, keyVersion: code?.keyVersion ?? 0, key: key?.key ?? new Uint8Array(32) }];
    const granted = openGrantedVaults({ store: kit.storage.vaults, ownerPublicKey: kit.owner.publicKey, keys });
    await expect(granted.list()).rejects.toMatchObject({ code: 'VAULT_RECORD_TAMPERED' });
  });
});
