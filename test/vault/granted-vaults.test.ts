import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/core/index.ts';
import {
  type GrantedVaults,
  type ItemDraft,
  type ItemOverview,
  openGrantedVaults,
  openOwnerVaults,
} from '../../src/vault/index.ts';
import { draft, openVaultKit, revealAll, type VaultKit } from '../support/vault-kit.ts';

async function grant(kit: VaultKit, ...vaultIds: readonly string[]): Promise<GrantedVaults> {
  const found = await Promise.all(vaultIds.map((id) => kit.owner.vaultKey(id)));
  const keys = found.filter((key) => key !== undefined);
  return openGrantedVaults({ store: kit.storage.vaults, ownerPublicKey: kit.owner.publicKey, keys });
}

// Another process that looked for the title before the first item was there.
async function createUnseen(
  { storage, ownerKey, clock }: VaultKit,
  vaultId: string,
  item: ItemDraft,
): Promise<ItemOverview> {
  const store = { ...storage.vaults, findItems: async () => [] };
  const owner = await openOwnerVaults({ store, ownerKey, clock, random: systemRandom });
  return owner.createItem(vaultId, item);
}

describe('granted vaults', () => {
  it('show the items of the granted vaults and of no other', async () => {
    const kit = await openVaultKit();
    const mine = await kit.owner.createVault('mine');
    const theirs = await kit.owner.createVault('theirs');
    const item = await kit.owner.createItem(mine.id, draft('stripe', 'sk_mine'));
    const hidden = await kit.owner.createItem(theirs.id, draft('github', 'ghp_theirs'));
    const granted = await grant(kit, mine.id);
    expect(await granted.list()).toEqual([item]);
    expect(revealAll(await granted.openFields(item))).toEqual({ credential: 'sk_mine' });
    for (const ref of ['github', 'theirs/github', hidden.id, `theirs/${hidden.id}`, `${theirs.id}/github`]) {
      expect(await granted.find(ref)).toEqual({ kind: 'none' });
    }
    await expect(granted.openFields(hidden)).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
    const pretended = { ...hidden, vaultId: mine.id };
    await expect(granted.openFields(pretended)).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
  });

  it('show nothing without a grant', async () => {
    const kit = await openVaultKit();
    const vault = await kit.owner.createVault('agents');
    await kit.owner.createItem(vault.id, draft('stripe', 'x'));
    const granted = await grant(kit);
    expect(await granted.list()).toEqual([]);
    expect(await granted.find('stripe')).toEqual({ kind: 'none' });
  });

  it('find an item by every kind of reference', async () => {
    const kit = await openVaultKit();
    const vault = await kit.owner.createVault('AI agents');
    const item = await kit.owner.createItem(vault.id, draft('Anthropic', 'x'));
    const granted = await grant(kit, vault.id);
    const refs = ['anthropic', item.id, 'ai agents/ANTHROPIC', `AI agents/${item.id}`, `${vault.id}/Anthropic`];
    for (const ref of refs) expect(await granted.find(ref)).toEqual({ kind: 'found', overview: item });
    for (const ref of ['', '/', 'other/Anthropic', 'ai agents/', '/Anthropic', 'Anthropi']) {
      expect(await granted.find(ref)).toEqual({ kind: 'none' });
    }
  });

  it('name the candidates of an ambiguous title, each by a reference that works', async () => {
    const kit = await openVaultKit();
    const a = await kit.owner.createVault('a');
    const b = await kit.owner.createVault('b');
    await kit.owner.createItem(a.id, draft('stripe', '1'));
    await kit.owner.createItem(b.id, draft('Stripe', '2'));
    const granted = await grant(kit, a.id, b.id);
    const match = await granted.find('STRIPE');
    expect(match).toEqual({ kind: 'ambiguous', candidates: ['a/stripe', 'b/Stripe'] });
    expect(await granted.find('b/stripe')).toMatchObject({ kind: 'found', overview: { vaultName: 'b' } });
  });

  it('never take the first of two readings of a reference', async () => {
    const kit = await openVaultKit();
    const { id } = await kit.owner.createVault('pay');
    const other = await kit.owner.createVault('other');
    const stripe = await kit.owner.createItem(id, draft('stripe', '1'));
    await kit.owner.createItem(other.id, draft('pay/stripe', '2'));
    await kit.owner.createItem(other.id, draft(stripe.id, '3'));
    const granted = await grant(kit, id, other.id);
    expect(await granted.find('pay/stripe')).toMatchObject({ kind: 'ambiguous' });
    expect(await granted.find(stripe.id)).toMatchObject({ kind: 'ambiguous' });
  });

  it('name two items of one title in one vault by their ids', async () => {
    const kit = await openVaultKit();
    const vault = await kit.owner.createVault('pay');
    const first = await kit.owner.createItem(vault.id, draft('stripe', '1'));
    const second = await createUnseen(kit, vault.id, draft('Stripe', '2'));
    const granted = await grant(kit, vault.id);
    const candidates = [`pay/${first.id}`, `pay/${second.id}`];
    const match = await granted.find('stripe');
    expect(match.kind === 'ambiguous' && match.candidates.toSorted()).toEqual(candidates.toSorted());
    expect(await granted.find(`pay/${second.id}`)).toEqual({ kind: 'found', overview: second });
  });

  it('forget a vault as soon as it is deleted', async () => {
    const kit = await openVaultKit();
    const vault = await kit.owner.createVault('agents');
    const item = await kit.owner.createItem(vault.id, draft('stripe', 'x'));
    const granted = await grant(kit, vault.id);
    await kit.owner.deleteVault(vault.id, { force: true });
    expect(await granted.list()).toEqual([]);
    await expect(granted.openFields(item)).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
  });
});
