import { describe, expect, it } from 'vitest';
import type { AgentRecord, IdentityStore, TokenRow } from '../../src/identity/store.ts';
import type { VaultStore } from '../../src/vault/store.ts';
import { AT, item, vault } from './rows.ts';

export interface IdentityStores {
  readonly identity: IdentityStore;
  readonly vaults: VaultStore;
}

/** What every implementation of the identity port keeps. `open` gives empty stores over one database. */
export function describeIdentityStore(name: string, open: () => Promise<IdentityStores>): void {
  describe(`the identity store on ${name}`, () => {
    it('returns an agent as it was given, by id, name, token and in the list', async () => {
      const { identity } = await openWithVault(open);
      const given = agent('a1');
      await identity.insertAgent(given);
      expect(await identity.findAgent('a1')).toEqual(given);
      expect(await identity.findAgentByName('name of a1')).toEqual(given);
      expect(await identity.findAgentByToken('a1-token')).toEqual(given);
      expect(await identity.listAgents()).toEqual([given]);
    });

    it('answers undefined for what it does not know', async () => {
      const { identity } = await open();
      expect(await identity.findAgent('a1')).toBeUndefined();
      expect(await identity.findAgentByName('a1')).toBeUndefined();
      expect(await identity.findAgentByToken('a1')).toBeUndefined();
      expect(await identity.listAgents()).toEqual([]);
    });

    it('keeps the rows of two agents apart', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      await identity.insertAgent(agent('a2'));
      expect(await identity.listAgents()).toEqual([agent('a1'), agent('a2')]);
    });

    it('refuses a name a living agent has, and leaves nothing of the second one behind', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      const twin = { ...agent('a2'), agent: { ...agent('a2').agent, name: 'name of a1' } };
      await expect(identity.insertAgent(twin)).rejects.toMatchObject({ code: 'STORAGE_CONFLICT' });
      expect(await identity.findAgentByToken('a2-token')).toBeUndefined();
    });

    it('refuses a grant for a vault that is not there, with the whole agent', async () => {
      const { identity } = await open();
      await expect(identity.insertAgent(agent('a1'))).rejects.toMatchObject({ code: 'STORAGE_CONFLICT' });
      expect(await identity.listAgents()).toEqual([]);
    });

    it('marks agent and tokens revoked and takes the sealed keys away', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      expect(await identity.revokeAgent('a1', AT + 5)).toBe(true);
      const record = await identity.findAgentByToken('a1-token');
      expect(record?.agent.revokedAt).toBe(AT + 5);
      expect(record?.tokens[0]?.revokedAt).toBe(AT + 5);
      expect(record?.sealedKeys).toEqual([]);
      expect(record?.grants).toHaveLength(1);
    });

    it('keeps the first moment of a revocation, and says so when the agent is unknown', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      await identity.revokeAgent('a1', AT + 5);
      expect(await identity.revokeAgent('a1', AT + 9)).toBe(true);
      expect((await identity.findAgent('a1'))?.agent.revokedAt).toBe(AT + 5);
      expect(await identity.revokeAgent('unknown', AT)).toBe(false);
    });

    it('frees the name of a revoked agent, and finds the living one by it', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      await identity.revokeAgent('a1', AT + 5);
      expect((await identity.findAgentByName('name of a1'))?.agent.id).toBe('a1');
      const successor = { ...agent('a2'), agent: { ...agent('a2').agent, name: 'name of a1' } };
      await identity.insertAgent(successor);
      expect((await identity.findAgentByName('name of a1'))?.agent.id).toBe('a2');
    });

    it('adds a token and ends the one it replaces in one step', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      const sealedKey = { tokenId: 'second', vaultId: 'v1', keyVersion: 1, sealedKey: bytes(9) };
      await identity.addToken({
        token: token('second', 'a1'),
        sealedKeys: [sealedKey],
        retire: ['a1-token'],
        shorten: [],
        at: AT + 5,
      });
      const record = await identity.findAgent('a1');
      expect(record?.tokens.map(({ id, revokedAt }) => [id, revokedAt])).toEqual([
        ['a1-token', AT + 5],
        ['second', undefined],
      ]);
      expect(record?.sealedKeys).toEqual([sealedKey]);
    });

    it('refuses a key of a version the vault does not have, with everything that came with it', async () => {
      const { identity } = await openWithVault(open);
      const given = agent('a1');
      const stale = { ...given, sealedKeys: given.sealedKeys.map((key) => ({ ...key, keyVersion: 2 })) };
      await expect(identity.insertAgent(stale)).rejects.toMatchObject({ code: 'VAULT_KEY_CHANGED' });
      expect(await identity.listAgents()).toEqual([]);
    });

    it('counts uses up to the limit and no further, and none of a token that ended', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      const spent = await Promise.all([1, 2, 3, 4].map(() => identity.spendUse('a1-token', 3)));
      expect(spent.filter(Boolean)).toHaveLength(3);
      expect((await identity.findAgent('a1'))?.tokens[0]?.uses).toBe(3);
      await identity.revokeAgent('a1', AT + 5);
      expect(await identity.spendUse('a1-token', 99)).toBe(false);
      expect(await identity.spendUse('unknown', 99)).toBe(false);
    });

    it('counts a use without a change that others would have to read', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      const before = await identity.changes.version();
      expect(await identity.spendUse('a1-token', 3)).toBe(true);
      expect(await identity.changes.version()).toBe(before);
      expect((await identity.listAgents())[0]?.tokens[0]?.uses).toBe(1);
    });

    it('changes statements of tokens all or none, and only as they were', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      await identity.insertAgent(agent('a2'));
      const after = { statement: bytes(60), signature: bytes(70) };
      const change = (id: string, before: number) => ({ tokenId: `${id}-token`, before: bytes(before), after });
      const stale = identity.shortenTokens([change('a1', 6), change('a2', 99)]);
      await expect(stale).rejects.toMatchObject({ code: 'STORAGE_CONFLICT' });
      expect((await identity.findAgent('a1'))?.tokens[0]?.statement).toEqual(bytes(6));
      await identity.shortenTokens([change('a1', 6), change('a2', 6)]);
      expect((await identity.findAgent('a2'))?.tokens[0]).toMatchObject(after);
    });

    it('deletes an agent with every row of it', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      await identity.insertAgent(agent('a2'));
      expect(await identity.deleteAgent('a1')).toBe(true);
      expect(await identity.deleteAgent('a1')).toBe(false);
      expect(await identity.findAgentByToken('a1-token')).toBeUndefined();
      expect(await identity.listAgents()).toEqual([agent('a2')]);
    });

    it('holds against an agent what is hardest, until it is resumed', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      const throttled = { kind: 'throttled', since: AT, until: AT + 60 } as const;
      const suspended = { kind: 'suspended', since: AT + 1 } as const;
      const restriction = async () => (await identity.findAgent('a1'))?.restriction;
      expect(await identity.restrictAgent('unknown', suspended)).toBe(false);
      expect(await identity.restrictAgent('a1', throttled)).toBe(true);
      expect(await restriction()).toEqual(throttled);
      expect(await identity.restrictAgent('a1', suspended)).toBe(true);
      expect(await identity.restrictAgent('a1', throttled)).toBe(false);
      expect(await restriction()).toEqual(suspended);
      expect(await identity.resumeAgent('a1')).toBe(true);
      expect(await identity.resumeAgent('a1')).toBe(false);
      expect(await restriction()).toBeUndefined();
    });

    it('does not give a revoked agent a new token', async () => {
      const { identity } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      await identity.revokeAgent('a1', AT + 5);
      const late = identity.addToken({
        token: token('late', 'a1'),
        sealedKeys: [],
        retire: [],
        shorten: [],
        at: AT + 6,
      });
      await expect(late).rejects.toMatchObject({ code: 'STORAGE_CONFLICT' });
      expect(await identity.findAgentByToken('late')).toBeUndefined();
    });

    it('loses grants and sealed keys with their vault, and keeps the agent', async () => {
      const { identity, vaults } = await openWithVault(open);
      await identity.insertAgent(agent('a1'));
      await vaults.deleteVault('v1');
      const record = await identity.findAgent('a1');
      expect(record).toMatchObject({ grants: [], sealedKeys: [] });
      expect(record?.tokens).toHaveLength(1);
    });

    it('moves the version of its change feed with every write and with no read', async () => {
      const { identity, vaults } = await openWithVault(open);
      const before = await identity.changes.version();
      await identity.listAgents();
      await vaults.listItems('v1');
      expect(await identity.changes.version()).toBe(before);
      await vaults.insertItem(item('i1', 'v1'));
      const afterItem = await identity.changes.version();
      expect(afterItem).not.toBe(before);
      await identity.insertAgent(agent('a1'));
      expect(await identity.changes.version()).not.toBe(afterItem);
    });
  });
}

async function openWithVault(open: () => Promise<IdentityStores>): Promise<IdentityStores> {
  const stores = await open();
  await stores.vaults.insertVault(vault('v1'));
  return stores;
}

function agent(id: string): AgentRecord {
  return {
    agent: { id, name: `name of ${id}`, statement: bytes(1), signature: bytes(2), createdAt: AT, revokedAt: undefined },
    tokens: [token(`${id}-token`, id)],
    grants: [{ id: `${id}-grant`, agentId: id, vaultId: 'v1', statement: bytes(3), signature: bytes(4) }],
    sealedKeys: [{ tokenId: `${id}-token`, vaultId: 'v1', keyVersion: 1, sealedKey: bytes(5) }],
  };
}

function token(id: string, agentId: string): TokenRow {
  const signed = { statement: bytes(6), signature: bytes(7) };
  return { id, agentId, ownerMac: bytes(8), createdAt: AT, revokedAt: undefined, uses: 0, ...signed };
}

function bytes(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}
