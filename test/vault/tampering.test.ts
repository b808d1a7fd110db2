import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type JsonObject, systemRandom } from '../../src/core/index.ts';
import { associatedData, seal } from '../../src/crypto/index.ts';
import { type ItemOverview, openGrantedVaults, openOwnerVaults, type VaultSummary } from '../../src/vault/index.ts';
import { flipBit } from '../support/hex.ts';
import { draft, openVaultKit, revealAll, type VaultKit } from '../support/vault-kit.ts';

// Two vaults of one owner and three items: what an intruder can swap with what.
interface Scene extends VaultKit {
  readonly pay: VaultSummary;
  readonly code: VaultSummary;
  readonly stripe: ItemOverview;
  readonly paddle: ItemOverview;
}

let scene: Scene;

beforeEach(async () => {
  const kit = await openVaultKit();
  const pay = await kit.owner.createVault('pay');
  const code = await kit.owner.createVault('code');
  await kit.owner.createItem(code.id, draft('github', 'ghp_github'));
  const stripe = await kit.owner.createItem(pay.id, draft('stripe', 'sk_stripe'));
  const paddle = await kit.owner.createItem(pay.id, draft('paddle', 'sk_paddle'));
  scene = { ...kit, pay, code, stripe, paddle };
});

// What a call does with an item: find it, then open its values.
async function use(ref: string): Promise<Readonly<Record<string, string>>> {
  const vaults = await scene.owner.openAll();
  const match = await vaults.find(ref);
  return match.kind === 'found' ? revealAll(await vaults.openFields(match.overview)) : {};
}

const tampered = { code: 'VAULT_RECORD_TAMPERED' };

describe('an item in a manipulated database', () => {
  it('opens as long as nothing was changed', async () => {
    expect(await use('stripe')).toEqual({ credential: 'sk_stripe' });
    expect(await use(scene.stripe.id)).toEqual({ credential: 'sk_stripe' });
  });

  it.each(['overview', 'details', 'title_hash'])(
    'does not open with the %s of another item of its vault',
    async (column) => {
      const { stripe, paddle } = scene;
      scene.sql(
        `UPDATE items SET ${column} = (SELECT ${column} FROM items WHERE id = ?) WHERE id = ?`,
        paddle.id,
        stripe.id,
      );
      await expect(use(stripe.id)).rejects.toMatchObject(tampered);
    },
  );

  it('is not mistaken for another: a title that finds the wrong row is noticed', async () => {
    const { stripe, paddle } = scene;
    scene.keep('items');
    const swap = 'UPDATE items SET title_hash = (SELECT title_hash FROM kept WHERE id = ?) WHERE id = ?';
    scene.sql(swap, paddle.id, stripe.id);
    scene.sql(swap, stripe.id, paddle.id);
    await expect(use('stripe')).rejects.toMatchObject(tampered);
    await expect(use('paddle')).rejects.toMatchObject(tampered);
  });

  it('does not open when the whole row of another item lies under its id', async () => {
    const { stripe, paddle } = scene;
    scene.sql('DELETE FROM items WHERE id = ?', stripe.id);
    scene.sql('UPDATE items SET id = ? WHERE id = ?', stripe.id, paddle.id);
    await expect(use(stripe.id)).rejects.toMatchObject(tampered);
    await expect(use('paddle')).rejects.toMatchObject(tampered);
  });

  it('does not open when it was moved to another vault', async () => {
    const { stripe, code } = scene;
    scene.sql('UPDATE items SET vault_id = ? WHERE id = ?', code.id, stripe.id);
    await expect(use(stripe.id)).rejects.toMatchObject(tampered);
    await expect(scene.owner.listItems(code.id)).rejects.toMatchObject(tampered);
  });

  it.each(['version', 'key_version'])('does not open with another %s', async (column) => {
    scene.sql(`UPDATE items SET ${column} = ${column} + 1 WHERE id = ?`, scene.stripe.id);
    await expect(use('stripe')).rejects.toMatchObject(tampered);
  });

  it.each(['overview', 'details'])('does not open with the %s of its own earlier version', async (column) => {
    const { stripe, pay } = scene;
    scene.keep('items');
    await scene.owner.updateItem(pay.id, stripe.id, { tags: ['new'] });
    scene.sql(`UPDATE items SET ${column} = (SELECT ${column} FROM kept WHERE id = ?1) WHERE id = ?1`, stripe.id);
    await expect(use('stripe')).rejects.toMatchObject(tampered);
  });

  it('does not open when overview and details are exchanged', async () => {
    scene.sql('UPDATE items SET overview = details, details = overview WHERE id = ?', scene.stripe.id);
    await expect(use(scene.stripe.id)).rejects.toMatchObject(tampered);
  });

  it.each(['overview', 'details', 'title_hash'])('does not open with any one bit of its %s turned', async (column) => {
    const { storage, pay, stripe } = scene;
    const row = await storage.vaults.getItem(pay.id, stripe.id);
    if (row === undefined) throw new Error('the item is missing');
    const intact = column === 'overview' ? row.overview : column === 'details' ? row.details : row.titleHash;
    await fc.assert(
      fc.asyncProperty(fc.nat(intact.byteLength * 8 - 1), async (bit) => {
        scene.sql(`UPDATE items SET ${column} = ? WHERE id = ?`, flipBit(intact, bit), stripe.id);
        await expect(use(stripe.id)).rejects.toMatchObject(tampered);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps its times: the columns beside the seal are not believed', async () => {
    scene.sql('UPDATE items SET created_at = 1, updated_at = 2 WHERE id = ?', scene.stripe.id);
    const [item] = await scene.owner.listItems(scene.pay.id);
    expect(item).toMatchObject({
      id: scene.stripe.id,
      createdAt: scene.stripe.createdAt,
      updatedAt: scene.stripe.updatedAt,
    });
  });
});

describe('a vault in a manipulated database', () => {
  const columns = ['sealed_name', 'wrapped_key', 'statement', 'signature'];

  it.each(columns)('does not open with the %s of another vault of the same owner', async (column) => {
    const { pay, code } = scene;
    scene.sql(
      `UPDATE vaults SET ${column} = (SELECT ${column} FROM vaults WHERE id = ?) WHERE id = ?`,
      code.id,
      pay.id,
    );
    await expect(use('stripe')).rejects.toMatchObject(tampered);
    await expect(scene.owner.findVault(pay.id)).rejects.toMatchObject(tampered);
    await expect(scene.owner.vaultKey(pay.id)).rejects.toMatchObject(tampered);
    await expect(scene.owner.createItem(pay.id, draft('new', 'x'))).rejects.toMatchObject(tampered);
  });

  // The reader has the vault key already: what wraps it for the owner is not asked for again.
  it.each(columns.filter((column) => column !== 'wrapped_key'))(
    'does not open when its %s is changed under a reader that has read it already',
    async (column) => {
      const { pay, code } = scene;
      const vaults = await scene.owner.openAll();
      expect(await vaults.list()).toHaveLength(3);
      scene.sql(
        `UPDATE vaults SET ${column} = (SELECT ${column} FROM vaults WHERE id = ?) WHERE id = ?`,
        code.id,
        pay.id,
      );
      await expect(vaults.find('stripe')).rejects.toMatchObject(tampered);
    },
  );

  it('does not open with the statement of another vault and its genuine signature', async () => {
    const { pay, code } = scene;
    const pair = '(statement, signature) = (SELECT statement, signature FROM vaults WHERE id = ?)';
    scene.sql(`UPDATE vaults SET ${pair} WHERE id = ?`, code.id, pay.id);
    await expect(use('stripe')).rejects.toMatchObject(tampered);
  });

  it('is not mistaken for another: a name that finds the wrong vault is noticed', async () => {
    const { pay, code } = scene;
    scene.keep('vaults');
    scene.sql('UPDATE vaults SET name_hash = zeroblob(32) WHERE id = ?', pay.id);
    scene.sql('UPDATE vaults SET name_hash = (SELECT name_hash FROM kept WHERE id = ?) WHERE id = ?', pay.id, code.id);
    await expect(scene.owner.findVault('pay')).rejects.toMatchObject(tampered);
  });

  it('does not open with another key version', async () => {
    scene.sql('UPDATE vaults SET key_version = 2 WHERE id = ?', scene.pay.id);
    await expect(use('stripe')).rejects.toMatchObject(tampered);
  });

  it('does not open with a key the owner did not make, however well everything is sealed with it', async () => {
    const { storage, owner, pay, stripe } = scene;
    // The intruder's own vault of the same id: name and items as genuine as the owner's, under another key.
    const key = systemRandom(32);
    const reseal = (kind: string, text: string, ...rowKey: readonly (string | number)[]): Uint8Array =>
      seal({ key, plaintext: Buffer.from(text), aad: associatedData([kind, pay.id, ...rowKey]), random: systemRandom });
    scene.sql('UPDATE vaults SET sealed_name = ? WHERE id = ?', reseal('vault name', 'pay', 1), pay.id);
    scene.sql('UPDATE items SET overview = ? WHERE id = ?', reseal('item overview', '{}', stripe.id, 1, 1), stripe.id);
    const keys = [{ vaultId: pay.id, keyVersion: 1, key }];
    const granted = openGrantedVaults({ store: storage.vaults, ownerPublicKey: owner.publicKey, keys });
    await expect(granted.find('nothing')).rejects.toMatchObject(tampered);
  });

  it.each<{ name: string; change: JsonObject }>([
    { name: 'the id of another vault', change: { id: 'x' } },
    { name: 'another key version', change: { key_version: 2 } },
    { name: 'the commitment to another key', change: { commitment: 'AAAA' } },
    { name: 'another kind', change: { kind: 'grant' } },
    { name: 'a member that may be a restriction', change: { read_only: true } },
  ])('does not open with a statement of the owner that has $name', async ({ change }) => {
    const { owner, storage, pay } = scene;
    const row = await storage.vaults.getVault(pay.id);
    const body: JsonObject = JSON.parse(new TextDecoder().decode(row?.statement));
    const sign = (more: JsonObject): void => {
      const { statement, signature } = owner.sign({ kind: 'vault', ...body, ...more });
      scene.sql('UPDATE vaults SET statement = ?, signature = ? WHERE id = ?', statement, signature, pay.id);
    };
    sign({});
    expect(await use('stripe')).toEqual({ credential: 'sk_stripe' });
    sign(change);
    await expect(use('stripe')).rejects.toMatchObject(tampered);
  });

  it('does not open for its owner when the owner in the database was replaced', async () => {
    const { ownerKey, storage, clock } = scene;
    scene.sql("UPDATE meta SET value = zeroblob(32) WHERE name = 'owner_public_key'");
    const attempt = openOwnerVaults({ store: storage.vaults, ownerKey, clock, random: systemRandom });
    await expect(attempt).rejects.toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
  });
});
