import { describe, expect, it } from 'vitest';
import { createAgent, issueTaskToken, revokeAgent, sealToAgents } from '../../src/identity/index.ts';
import { openGrantedVaults } from '../../src/vault/index.ts';
import { draft, revealAll } from '../support/vault-kit.ts';
import { expectAgent, HOUR_MS, openIdentityKit, type IdentityKit } from '../support/identity-kit.ts';

async function rotate({ owner, pay, deps }: IdentityKit): Promise<number> {
  return (await owner.rotateVaultKey(pay.id, (vaultKey) => sealToAgents(deps, vaultKey))).keyVersion;
}

const orderOf = (kit: IdentityKit, name: string) =>
  ({ name, vaultIds: [kit.pay.id], can: 'use', expiresInMs: HOUR_MS }) as const;

describe('a vault with a new key', () => {
  it('shows owner and agents what it showed before', async () => {
    const kit = await openIdentityKit();
    const task = await issueTaskToken(kit.deps, 'claude', { kind: 'task', expiresInMs: HOUR_MS });
    expect(await rotate(kit)).toBe(2);
    expect(await rotate(kit)).toBe(3);
    for (const token of [kit.token, task.token]) {
      const vaults = kit.openGranted(await kit.identify(token));
      const found = await vaults.find('stripe');
      if (found.kind !== 'found') throw new Error('the item is there');
      expect(found.overview).toMatchObject({ id: kit.stripe.id, version: 1 });
      expect(revealAll(await vaults.openFields(found.overview))).toEqual({ credential: 'sk_stripe' });
    }
    expect(await kit.owner.findVault('pay')).toMatchObject({ id: kit.pay.id, itemCount: 1 });
    expect(await kit.owner.findItem(kit.pay.id, 'stripe')).toMatchObject({ kind: 'found' });
  });

  it('opens nothing to the old key of an agent that was revoked', async () => {
    const kit = await openIdentityKit();
    const { ownerPublicKey, vaultKeys } = expectAgent(await kit.identify(kit.token));
    await revokeAgent(kit.deps, 'claude');
    await rotate(kit);
    const vaults = openGrantedVaults({ store: kit.storage.vaults, ownerPublicKey, keys: vaultKeys });
    await expect(vaults.list()).rejects.toMatchObject({ code: 'VAULT_KEY_CHANGED' });
    const [row] = await kit.storage.vaults.listItems(kit.pay.id);
    expect(row?.keyVersion).toBe(2);
    expect((await kit.storage.identity.findAgent(kit.agentId))?.sealedKeys).toEqual([]);
  });

  it('gives no key to tokens that expired, and none to a grant that was tampered with', async () => {
    const kit = await openIdentityKit();
    const other = await createAgent(kit.deps, { ...orderOf(kit, 'other'), expiresInMs: 2 * HOUR_MS });
    await createAgent(kit.deps, { ...orderOf(kit, 'forged'), expiresInMs: 2 * HOUR_MS });
    kit.sql(
      "UPDATE grants SET signature = zeroblob(64) WHERE agent_id = (SELECT id FROM agents WHERE name = 'forged')",
    );
    kit.clock.advance(HOUR_MS);
    await rotate(kit);
    expect((await kit.storage.identity.findAgentByName('claude'))?.sealedKeys).toEqual([]);
    expect((await kit.storage.identity.findAgentByName('forged'))?.sealedKeys).toEqual([]);
    expect(await kit.openGranted(await kit.identify(other.token)).list()).toHaveLength(1);
  });

  it('loses nothing that is written while it gets it', async () => {
    const kit = await openIdentityKit();
    const writes = Array.from({ length: 8 }, (_, index) =>
      kit.owner.createItem(kit.pay.id, draft(`item ${String(index)}`, 'secret of it')),
    );
    const agents = Array.from({ length: 4 }, (_, index) => createAgent(kit.deps, orderOf(kit, `a${String(index)}`)));
    const edits = [kit.owner.updateItem(kit.pay.id, kit.stripe.id, { tags: ['edited'] })];
    await Promise.all([rotate(kit), rotate(kit), ...writes, ...edits]);
    const made = await Promise.all(agents);
    for (const { token } of made) {
      const items = await kit.openGranted(await kit.identify(token)).list();
      expect(items).toHaveLength(9);
      expect(items.find(({ title }) => title === 'stripe')?.tags).toEqual(['edited']);
    }
  });

  it('tells a reader with the old key to come again', async () => {
    const kit = await openIdentityKit();
    const identified = expectAgent(await kit.identify(kit.token));
    const vaults = kit.openGranted(identified);
    expect(await vaults.list()).toHaveLength(1);
    await rotate(kit);
    await expect(vaults.openFields(kit.stripe)).rejects.toMatchObject({ code: 'VAULT_KEY_CHANGED' });
  });
});
