import { beforeEach, describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/core/index.ts';
import { createSigner, sealTo, signKeyPair, type Signer } from '../../src/crypto/index.ts';
import {
  type AgentRecord,
  createAgent,
  identifyAsOwner,
  type Identification,
  listAgents,
  revokeAgent,
} from '../../src/identity/index.ts';
import { sealKey } from '../../src/identity/sealed-key.ts';
import { deriveTokenKeys } from '../../src/identity/token-keys.ts';
import { parseToken } from '../../src/identity/token-text.ts';
import { flipBit } from '../support/hex.ts';
import { expectAgent, HOUR_MS, type IdentityKit, openIdentityKit } from '../support/identity-kit.ts';

// Everything here is done by an attacker who can write the database and holds neither owner key nor token.
let kit: IdentityKit;
let record: AgentRecord;
let tokenId: string;

beforeEach(async () => {
  kit = await openIdentityKit();
  const found = await kit.storage.identity.findAgent(kit.agentId);
  if (found === undefined) throw new Error('the agent is missing');
  record = found;
  tokenId = record.tokens[0]?.id ?? '';
});

const intruder = (): Signer => createSigner(signKeyPair(systemRandom(32)));
const parse = (statement: Uint8Array): Record<string, string | number> =>
  JSON.parse(new TextDecoder().decode(statement));
const encode = (value: Record<string, string | number>): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
const asOwner = (): Promise<Identification> =>
  identifyAsOwner({ store: kit.storage.identity, owner: kit.owner, clock: kit.clock }, 'claude');

async function expectRefused(): Promise<void> {
  const refusal = {
    kind: 'refused',
    code: 'IDENTITY_TOKEN_INVALID',
    reason: 'the agent token is not valid',
    because: 'tampered',
  };
  expect(await kit.identify(kit.token)).toEqual(refusal);
}

async function expectRefusedByOwnerToo(): Promise<void> {
  await expectRefused();
  expect(await asOwner()).toMatchObject({ kind: 'refused', because: 'tampered' });
  await expect(listAgents(kit.deps)).rejects.toMatchObject({ code: 'IDENTITY_STATEMENT_TAMPERED' });
}

describe('a manipulated database', () => {
  it('does not extend an expiry: the statement is signed', async () => {
    const said = {
      ...parse(record.tokens[0]?.statement ?? new Uint8Array()),
      expires_at: kit.clock.now() + 1000 * HOUR_MS,
    };
    kit.sql('UPDATE tokens SET statement = ? WHERE id = ?', encode(said), tokenId);
    await expectRefusedByOwnerToo();
  });

  it.each(['agents', 'tokens', 'grants'])(
    'is refused when a statement in %s was signed by another key',
    async (table) => {
      const row = table === 'agents' ? record.agent : table === 'tokens' ? record.tokens[0] : record.grants[0];
      const { statement, signature } = intruder().sign({ kind: '', ...parse(row?.statement ?? new Uint8Array()) });
      kit.sql(`UPDATE ${table} SET statement = ?, signature = ?`, statement, signature);
      await expectRefusedByOwnerToo();
    },
  );

  it.each(['agents', 'tokens', 'grants'])('is refused when a bit in a signature in %s is turned', async (table) => {
    const row = table === 'agents' ? record.agent : table === 'tokens' ? record.tokens[0] : record.grants[0];
    kit.sql(`UPDATE ${table} SET signature = ?`, flipBit(row?.signature ?? new Uint8Array(), 77));
    await expectRefusedByOwnerToo();
  });

  it('does not grant a vault by a grant of its own making', async () => {
    const body = {
      v: 1,
      kind: 'grant',
      id: 'x',
      agent_id: kit.agentId,
      vault_id: kit.code.id,
      can: 'read',
      created_at: 1,
    };
    const { statement, signature } = intruder().sign(body);
    const insert = 'INSERT INTO grants (id, agent_id, vault_id, statement, signature) VALUES (?, ?, ?, ?, ?)';
    kit.sql(insert, 'x', kit.agentId, kit.code.id, statement, signature);
    await expectRefusedByOwnerToo();
  });

  it('does not grant a vault by a genuine grant of another agent', async () => {
    const { agent } = await createAgent(kit.deps, {
      name: 'b',
      vaultIds: [kit.code.id],
      can: 'read',
      expiresInMs: HOUR_MS,
    });
    kit.sql('UPDATE grants SET agent_id = ? WHERE agent_id = ?', kit.agentId, agent.id);
    await expectRefusedByOwnerToo();
  });

  it('does not turn use into read', async () => {
    const statement = encode({ ...parse(record.grants[0]?.statement ?? new Uint8Array()), can: 'read' });
    kit.sql('UPDATE grants SET statement = ?', statement);
    await expectRefusedByOwnerToo();
  });

  it('believes no column: a grant pointed at another vault still grants the first one', async () => {
    kit.sql('UPDATE grants SET vault_id = ?', kit.code.id);
    const identified = expectAgent(await kit.identify(kit.token));
    expect(identified.principal.grants).toMatchObject([{ vaultId: kit.pay.id }]);
  });

  it('does not open a sealed key under the name of another vault', async () => {
    const vaultIds = [kit.pay.id, kit.code.id];
    const { token } = await createAgent(kit.deps, { name: 'b', vaultIds, can: 'use', expiresInMs: HOUR_MS });
    const id = parseToken(token)?.id ?? '';
    kit.keep('sealed_keys');
    const other = 'SELECT sealed_key FROM kept WHERE token_id = ?1 AND kept.vault_id <> sealed_keys.vault_id';
    kit.sql(`UPDATE sealed_keys SET sealed_key = (${other}) WHERE token_id = ?1`, id);
    expect(await kit.identify(token)).toMatchObject({ kind: 'refused', because: 'tampered' });
  });

  it('does not open a sealed key under another key version', async () => {
    kit.sql('UPDATE sealed_keys SET key_version = 2');
    await expectRefused();
  });

  it('does not open a sealed key of another token', async () => {
    const draft = { name: 'b', vaultIds: [kit.pay.id], can: 'use', expiresInMs: HOUR_MS } as const;
    await createAgent(kit.deps, draft);
    const other = 'SELECT sealed_key FROM sealed_keys WHERE token_id <> ?1';
    kit.sql(`UPDATE sealed_keys SET sealed_key = (${other}) WHERE token_id = ?1`, tokenId);
    await expectRefused();
  });

  it('does not make an agent work in a vault key of its own making', async () => {
    const publicKey = Buffer.from(
      String(parse(record.tokens[0]?.statement ?? new Uint8Array())['public_key']),
      'base64url',
    );
    kit.sql('UPDATE sealed_keys SET sealed_key = ?', sealTo(publicKey, systemRandom(32)));
    await expectRefused();
    const made = sealKey(tokenId, publicKey, { vaultId: kit.pay.id, keyVersion: 1, key: systemRandom(32) });
    kit.sql('UPDATE sealed_keys SET sealed_key = ?', made.sealedKey);
    // Well made as it is, the owner's statement about the vault commits to another key.
    const granted = kit.openGranted(await kit.identify(kit.token));
    await expect(granted.list()).rejects.toMatchObject({ code: 'VAULT_RECORD_TAMPERED' });
    await expect(granted.find('stripe')).rejects.toMatchObject({ code: 'VAULT_RECORD_TAMPERED' });
  });

  it('does not put another owner instead of the true one', async () => {
    const usurper = intruder();
    const owner = Buffer.from(usurper.publicKey).toString('base64url');
    const resign = (table: string, row: { readonly statement: Uint8Array }, change: Record<string, string>): void => {
      const { statement, signature } = usurper.sign({ kind: '', ...parse(row.statement), ...change });
      kit.sql(`UPDATE ${table} SET statement = ?, signature = ?`, statement, signature);
    };
    // Everything is signed again, consistently. What cannot be made is the MAC that names the owner.
    resign('agents', record.agent, {});
    resign('grants', record.grants[0] ?? record.agent, {});
    resign('tokens', record.tokens[0] ?? record.agent, { owner });
    kit.sql("UPDATE meta SET value = ? WHERE name = 'owner_public_key'", usurper.publicKey);
    await expectRefused();
    const guessed = deriveTokenKeys(systemRandom(32)).ownerMac(usurper.publicKey);
    kit.sql('UPDATE tokens SET owner_mac = ?', guessed);
    await expectRefused();
    // The test would pass for the wrong reason if that were not the last lock: with the MAC it opens.
    const { secret = new Uint8Array() } = parseToken(kit.token) ?? {};
    kit.sql('UPDATE tokens SET owner_mac = ?', deriveTokenKeys(secret).ownerMac(usurper.publicKey));
    expect(await kit.identify(kit.token)).toMatchObject({ kind: 'agent' });
  });

  it('does not lend one agent the statement of another', async () => {
    const { agent } = await createAgent(kit.deps, { name: 'b', vaultIds: [], can: 'use', expiresInMs: HOUR_MS });
    const pair = '(statement, signature) = (SELECT statement, signature FROM agents WHERE id = ?)';
    kit.sql(`UPDATE agents SET ${pair} WHERE id = ?`, agent.id, kit.agentId);
    await expectRefusedByOwnerToo();
  });

  it('does not move a token to another agent', async () => {
    const { agent } = await createAgent(kit.deps, {
      name: 'b',
      vaultIds: [kit.code.id],
      can: 'read',
      expiresInMs: HOUR_MS,
    });
    kit.sql('UPDATE tokens SET agent_id = ? WHERE id = ?', agent.id, tokenId);
    await expectRefused();
  });

  it('does not lend an agent the longer life of a token of another', async () => {
    const draft = { name: 'b', vaultIds: [], can: 'use', expiresInMs: 1000 * HOUR_MS } as const;
    const { agent } = await createAgent(kit.deps, draft);
    kit.sql('UPDATE tokens SET agent_id = ? WHERE agent_id = ?', kit.agentId, agent.id);
    expect(await asOwner()).toMatchObject({ kind: 'refused', because: 'tampered' });
    await expect(listAgents(kit.deps)).rejects.toMatchObject({ code: 'IDENTITY_STATEMENT_TAMPERED' });
  });

  it('does not give an agent another id, even where no grant would tell', async () => {
    kit.sql('DELETE FROM grants');
    kit.sql('UPDATE agents SET id = ?', 'x'.repeat(26));
    kit.sql('UPDATE tokens SET agent_id = ?', 'x'.repeat(26));
    await expectRefusedByOwnerToo();
  });

  it('does not take a vault statement for a grant, or one with an unknown restriction for one it understands', async () => {
    const vault = await kit.storage.vaults.getVault(kit.pay.id);
    kit.sql('UPDATE grants SET statement = ?, signature = ?', vault?.statement ?? '', vault?.signature ?? '');
    await expectRefusedByOwnerToo();
    const body = { kind: '', ...parse(record.grants[0]?.statement ?? new Uint8Array()), only_items: 'x' };
    const newer = kit.owner.sign(body);
    kit.sql('UPDATE grants SET statement = ?, signature = ?', newer.statement, newer.signature);
    await expectRefusedByOwnerToo();
  });

  it.each(['{', '', '[]', 'null'])('is refused when a statement is %j', async (text) => {
    kit.sql('UPDATE tokens SET statement = ?', new TextEncoder().encode(text));
    await expectRefused();
  });

  it('has the named agent revoked, not another whose name column was changed', async () => {
    const { agent } = await createAgent(kit.deps, { name: 'b', vaultIds: [], can: 'use', expiresInMs: HOUR_MS });
    kit.sql("UPDATE agents SET name = 'z' WHERE id = ?", kit.agentId);
    kit.sql("UPDATE agents SET name = 'claude' WHERE id = ?", agent.id);
    await expect(revokeAgent(kit.deps, 'claude')).rejects.toMatchObject({ code: 'IDENTITY_STATEMENT_TAMPERED' });
    expect(await revokeAgent(kit.deps, kit.agentId)).toEqual({ id: kit.agentId });
  });

  it('does not give vault keys back by undoing a revocation', async () => {
    await revokeAgent(kit.deps, 'claude');
    kit.sql('UPDATE agents SET revoked_at = NULL');
    kit.sql('UPDATE tokens SET revoked_at = NULL');
    expect(await kit.identify(kit.token)).toMatchObject({ kind: 'agent', vaultKeys: [], principal: { grants: [] } });
  });
});
