import { z } from 'zod';
import { KeywardError, type Random } from '../core/index.ts';
import { associatedData, equal, keyCommitment, open, seal, verifyStatement } from '../crypto/index.ts';
import { hashVaultName } from './name-hash.ts';
import { OWNER_KEY_BYTES, type OwnerKeys } from './owner-keys.ts';
import type { VaultHead, VaultRow } from './store.ts';
import { tampered } from './tampered.ts';

/** The key of one vault. It goes to `identity` for sealing to an agent, and nowhere else. */
export interface VaultKey {
  readonly vaultId: string;
  readonly keyVersion: number;
  readonly key: Uint8Array;
  /** The items that may be seen with it; all of them when absent. */
  readonly only?: ReadonlySet<string>;
  /** Awaited before each opening of an item; throws where it may not be opened any more. */
  readonly spend?: () => Promise<void>;
}

/** A vault whose key, statement and name have been checked. */
export interface OpenVault extends VaultKey {
  readonly name: string;
  readonly createdAt: number;
}

const VAULT_KEY_BYTES = OWNER_KEY_BYTES;
const FIRST_KEY_VERSION = 1;

// Strict: a member this version does not know may be a restriction it would otherwise ignore.
const statementSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal('vault'),
  id: z.string(),
  key_version: z.int(),
  commitment: z.base64url(),
  created_at: z.int(),
});

export interface NewVault {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly random: Random;
  /** The first one when left out. */
  readonly keyVersion?: number;
}

/** Make the row of a vault with a new random key. */
export function createVaultRow(vault: NewVault, owner: OwnerKeys): VaultRow {
  const { id, name, createdAt, random, keyVersion = FIRST_KEY_VERSION } = vault;
  const key = random(VAULT_KEY_BYTES);
  const body = {
    v: 1,
    kind: 'vault',
    id,
    key_version: keyVersion,
    commitment: Buffer.from(keyCommitment(key)).toString('base64url'),
    created_at: createdAt,
  };
  return {
    id,
    nameHash: hashVaultName(owner, name),
    sealedName: seal({
      key,
      plaintext: new TextEncoder().encode(name),
      aad: aadOf('vault name', id, keyVersion),
      random,
    }),
    keyVersion,
    wrappedKey: seal({ key: owner.wrapKey, plaintext: key, aad: aadOf('vault key', id, keyVersion), random }),
    ...owner.signer.sign(body),
    createdAt,
  };
}

/** The owner's way to the key of a vault. Throws `VAULT_RECORD_TAMPERED`. */
export function unwrapVaultKey(row: VaultRow, owner: OwnerKeys): VaultKey {
  const aad = aadOf('vault key', row.id, row.keyVersion);
  const key = open({ key: owner.wrapKey, sealed: row.wrappedKey, aad });
  if (key === undefined) throw tampered('vault', { vault_id: row.id });
  return { vaultId: row.id, keyVersion: row.keyVersion, key };
}

/**
 * Check a vault and read its name. The key must be the one the owner signed for: sealed boxes carry no
 * sender, so a key that came with the database may be an intruder's own.
 *
 * Throws `VAULT_RECORD_TAMPERED`, and `VAULT_KEY_CHANGED` when the owner has signed for a later key.
 */
export function openVault(row: VaultHead, vaultKey: VaultKey, ownerPublicKey: Uint8Array): OpenVault {
  const said = readStatement(row, ownerPublicKey);
  const { key, keyVersion } = vaultKey;
  // Signed by the owner, so it cannot be forged.
  const isLater = said !== undefined && said.key_version > keyVersion && said.key_version === row.keyVersion;
  if (isLater && said.id === vaultKey.vaultId) {
    throw new KeywardError('VAULT_KEY_CHANGED', 'the key of the vault was replaced in the meantime');
  }
  const genuine =
    said !== undefined &&
    said.id === vaultKey.vaultId &&
    said.key_version === keyVersion &&
    equal(Buffer.from(said.commitment, 'base64url'), keyCommitment(key));
  const name = open({ key, sealed: row.sealedName, aad: aadOf('vault name', vaultKey.vaultId, keyVersion) });
  if (!genuine || name === undefined) throw tampered('vault', { vault_id: vaultKey.vaultId });
  return { ...vaultKey, name: new TextDecoder().decode(name), createdAt: said.created_at };
}

function readStatement(row: VaultHead, ownerPublicKey: Uint8Array): z.infer<typeof statementSchema> | undefined {
  if (!verifyStatement(row, ownerPublicKey)) return undefined;
  return statementSchema.safeParse(JSON.parse(new TextDecoder().decode(row.statement))).data;
}

function aadOf(kind: string, vaultId: string, keyVersion: number): Uint8Array {
  return associatedData([kind, vaultId, keyVersion]);
}
