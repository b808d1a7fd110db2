import { describe, expect, it } from 'vitest';
import { SecretValue, systemRandom } from '../../src/core/index.ts';
import { ready } from '../../src/crypto/index.ts';
import { openOwnerVaults } from '../../src/vault/index.ts';
import { createTestClock, draft, openEmptyStorage, openVaultKit, revealAll } from '../support/vault-kit.ts';

describe('vaults', () => {
  it('are found by name, by id, and by the name in other case or Unicode form', async () => {
    const { owner } = await openVaultKit();
    const vault = await owner.createVault('Café');
    for (const ref of ['Café', 'CAFÉ', 'Cafe\u0301', vault.id]) expect(await owner.findVault(ref)).toEqual(vault);
    expect(await owner.findVault('cafe')).toBeUndefined();
    expect(await owner.findVault('a'.repeat(26))).toBeUndefined();
  });

  it('have names of their own', async () => {
    const { owner } = await openVaultKit();
    await owner.createVault('agents');
    await expect(owner.createVault('AGENTS')).rejects.toMatchObject({ code: 'VAULT_EXISTS' });
    expect(await owner.listVaults()).toHaveLength(1);
  });

  it.each(['', ' ', ' a', 'a ', 'a/b', 'a\nb', 'a\u202Eb', 'x'.repeat(257), 'abcdefghijklmnopqrstuvwxyz', '\ud800'])(
    'refuse the name %j',
    async (name) => {
      const { owner } = await openVaultKit();
      await expect(owner.createVault(name)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    },
  );

  it('are deleted with their items, but not without force while they have some', async () => {
    const { owner, storage } = await openVaultKit();
    const { id } = await owner.createVault('agents');
    await owner.createItem(id, draft('stripe', 'sk_live'));
    expect(await owner.listVaults()).toMatchObject([{ id, name: 'agents', itemCount: 1 }]);
    await expect(owner.deleteVault(id, { force: false })).rejects.toMatchObject({ code: 'VAULT_NOT_EMPTY' });
    expect(await owner.deleteVault(id, { force: true })).toBe(true);
    expect(await owner.deleteVault(id, { force: true })).toBe(false);
    expect(await storage.vaults.listItems(id)).toEqual([]);
    expect(await owner.vaultKey(id)).toBeUndefined();
    await expect(owner.listItems(id)).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' });
  });

  it('open again with the same owner key, and with no other', async () => {
    const { owner, ownerKey, storage, clock } = await openVaultKit();
    const vault = await owner.createVault('agents');
    const deps = { store: storage.vaults, clock, random: systemRandom };
    const again = await openOwnerVaults({ ...deps, ownerKey });
    expect(await again.findVault('agents')).toEqual(vault);
    expect(again.publicKey).toEqual(owner.publicKey);
    const other = openOwnerVaults({ ...deps, ownerKey: systemRandom(32) });
    await expect(other).rejects.toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
  });

  it('have one owner when several begin at the same moment', async () => {
    await ready();
    const { storage } = await openEmptyStorage();
    const deps = { store: storage.vaults, clock: createTestClock(), random: systemRandom };
    const racers = [1, 2, 3, 4].map((fill) => openOwnerVaults({ ...deps, ownerKey: new Uint8Array(32).fill(fill) }));
    const results = await Promise.allSettled(racers);
    const losers = results.filter((result) => result.status === 'rejected');
    expect(losers).toHaveLength(3);
    for (const { reason } of losers) expect(reason).toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
  });
});

const halfMebibytes = ['a', 'b', 'c'].map(
  (id) => ({ id, type: 'text', value: SecretValue.fromText('x'.repeat(512 * 1024)) }) as const,
);

describe('items', () => {
  it('come back as they were written', async () => {
    const { owner, clock } = await openVaultKit();
    const vault = await owner.createVault('agents');
    const written = await owner.createItem(vault.id, {
      title: 'Stripe live',
      category: 'login',
      tags: ['prod', 'payments'],
      urls: ['https://api.stripe.com'],
      binding: { origins: ['https://api.stripe.com'], rules: [1, null, { deep: ['ü'] }] },
      fields: [
        { id: 'username', label: 'user', type: 'text', value: SecretValue.fromText('ada') },
        { id: 'password', type: 'concealed', section: 'Sign in', value: SecretValue.fromText('s3cret-ü') },
        { id: 'key', type: 'file', value: SecretValue.fromBytes(Uint8Array.of(0, 255, 128)) },
        { id: 'empty', type: 'text', value: SecretValue.fromText('') },
      ],
    });
    expect(written).toEqual({
      id: written.id,
      vaultId: vault.id,
      vaultName: 'agents',
      title: 'Stripe live',
      category: 'login',
      tags: ['prod', 'payments'],
      urls: ['https://api.stripe.com'],
      binding: { origins: ['https://api.stripe.com'], rules: [1, null, { deep: ['ü'] }] },
      fieldIds: [
        { id: 'username', label: 'user', type: 'text', byteLength: 3 },
        { id: 'password', label: 'password', type: 'concealed', section: 'Sign in', byteLength: 9 },
        { id: 'key', label: 'key', type: 'file', byteLength: 3 },
        { id: 'empty', label: 'empty', type: 'text', byteLength: 0 },
      ],
      version: 1,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    expect(await owner.listItems(vault.id)).toEqual([written]);
    expect(await owner.findItem(vault.id, 'stripe LIVE')).toEqual({ kind: 'found', overview: written });
    const opened = await owner.openAll();
    const fields = await opened.openFields(written);
    expect(revealAll(fields.filter(({ id }) => id !== 'key'))).toEqual({
      username: 'ada',
      password: 's3cret-ü',
      empty: '',
    });
    expect(fields.find(({ id }) => id === 'key')?.value.byteLength).toBe(3);
  });

  it('change one version at a time, and keep what the change leaves out', async () => {
    const { owner, clock } = await openVaultKit();
    const { id: vaultId } = await owner.createVault('agents');
    const before = await owner.createItem(vaultId, draft('stripe', 'old', { tags: ['a'], binding: { a: 1 } }));
    clock.advance(1000);
    const setFields = [
      { id: 'credential', type: 'concealed', value: SecretValue.fromText('new') },
      { id: 'note', type: 'text', value: SecretValue.fromText('rotated') },
    ] as const;
    const after = await owner.updateItem(vaultId, before.id, { setFields, expectedVersion: 1 });
    expect(after).toMatchObject({ version: 2, title: 'stripe', tags: ['a'], binding: { a: 1 } });
    expect(after.updatedAt - before.createdAt).toBe(1000);
    expect(after.createdAt).toBe(before.createdAt);
    const all = await owner.openAll();
    expect(revealAll(await all.openFields(after))).toEqual({ credential: 'new', note: 'rotated' });
    await expect(all.openFields(before)).rejects.toMatchObject({ code: 'ITEM_CHANGED' });

    const last = await owner.updateItem(vaultId, before.id, { title: 'Paddle', binding: null, removeFields: ['note'] });
    expect(last).toMatchObject({ version: 3, title: 'Paddle' });
    expect(last.binding).toBeUndefined();
    expect(await owner.findItem(vaultId, 'stripe')).toEqual({ kind: 'none' });
    expect(await owner.findItem(vaultId, 'paddle')).toMatchObject({ kind: 'found' });
  });

  it('are changed by one of two writers, and the other is told', async () => {
    const { owner } = await openVaultKit();
    const { id: vaultId } = await owner.createVault('agents');
    const { id } = await owner.createItem(vaultId, draft('stripe', 'v1'));
    const writers = ['a', 'b', 'c'].map((tag) => owner.updateItem(vaultId, id, { tags: [tag], expectedVersion: 1 }));
    const results = await Promise.allSettled(writers);
    const failures = results.filter((result) => result.status === 'rejected');
    expect(failures).toHaveLength(2);
    for (const failure of failures) expect(failure.reason).toMatchObject({ code: 'ITEM_CHANGED' });
    await expect(owner.updateItem(vaultId, id, { expectedVersion: 1 })).rejects.toMatchObject({ code: 'ITEM_CHANGED' });
  });

  it('do not take a title of the same vault, but may share one with another vault', async () => {
    const { owner } = await openVaultKit();
    const a = await owner.createVault('a');
    const b = await owner.createVault('b');
    await owner.createItem(a.id, draft('Straße', '1'));
    await expect(owner.createItem(a.id, draft('STRASSE', '2'))).rejects.toMatchObject({ code: 'ITEM_EXISTS' });
    await owner.createItem(b.id, draft('Straße', '3'));
    const other = await owner.createItem(a.id, draft('other', '4'));
    const renamed = owner.updateItem(a.id, other.id, { title: 'strasse' });
    await expect(renamed).rejects.toMatchObject({ code: 'ITEM_EXISTS' });
    // Only the case changes: that is no second item.
    expect(await owner.updateItem(a.id, other.id, { title: 'OTHER' })).toMatchObject({ title: 'OTHER', version: 2 });
  });

  it.each([
    { name: 'an empty title', more: { title: '' } },
    { name: 'a control character in the title', more: { title: 'a\u0007b' } },
    { name: 'a title that turns the writing direction', more: { title: 'a\u202Eb' } },
    { name: 'an overlong title', more: { title: 'x'.repeat(257) } },
    { name: 'a lone surrogate in a URL', more: { urls: ['https://\ud800'] } },
    { name: 'a lone surrogate in the binding', more: { binding: { a: ['\udfff'] } } },
    { name: 'a number without JSON form in the binding', more: { binding: [Number.POSITIVE_INFINITY] } },
    { name: 'too many tags', more: { tags: Array.from({ length: 200 }, () => 'tag') } },
    {
      name: 'a field id that is no name',
      more: { fields: draft('', 'x').fields.map((field) => ({ ...field, id: 'a b' })) },
    },
    { name: 'two fields of one id', more: { fields: [...draft('', 'x').fields, ...draft('', 'y').fields] } },
    { name: 'values beyond a mebibyte together', more: { fields: halfMebibytes } },
    { name: 'values beyond a mebibyte', more: { fields: draft('', 'x'.repeat(1024 * 1024 + 1)).fields } },
  ])('refuse $name, and store nothing', async ({ more }) => {
    const { owner } = await openVaultKit();
    const { id } = await owner.createVault('agents');
    await expect(owner.createItem(id, draft('stripe', 'x', more))).rejects.toMatchObject({ code: 'ITEM_INVALID' });
    expect(await owner.listItems(id)).toEqual([]);
  });

  it('that are not there are not changed', async () => {
    const { owner } = await openVaultKit();
    const { id } = await owner.createVault('agents');
    const item = await owner.createItem(id, draft('stripe', 'x'));
    expect(await owner.deleteItem(id, item.id)).toBe(true);
    expect(await owner.deleteItem(id, item.id)).toBe(false);
    await expect(owner.updateItem(id, item.id, {})).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
    const all = await owner.openAll();
    await expect(all.openFields(item)).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
  });
});
