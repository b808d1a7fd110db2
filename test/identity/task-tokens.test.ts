import { describe, expect, it } from 'vitest';
import {
  createAgent,
  describeAgent,
  issueTaskToken,
  revokeAgent,
  type TaskTokenDraft,
} from '../../src/identity/index.ts';
import { draft } from '../support/vault-kit.ts';
import { expectAgent, HOUR_MS, openIdentityKit, type IdentityKit } from '../support/identity-kit.ts';

async function issue(kit: IdentityKit, more: Partial<TaskTokenDraft> = {}): Promise<string> {
  const order = { kind: 'task', expiresInMs: HOUR_MS / 2, ...more } as const;
  return (await issueTaskToken(kit.deps, 'claude', order)).token;
}

describe('a task token', () => {
  it('sees and opens its items and no others of the vault', async () => {
    const kit = await openIdentityKit();
    await kit.owner.createItem(kit.pay.id, draft('adyen', 'secret of adyen'));
    const token = await issue(kit, { items: [{ vaultId: kit.pay.id, itemId: kit.stripe.id }] });
    const vaults = kit.openGranted(await kit.identify(token));
    expect((await vaults.list()).map(({ title }) => title)).toEqual(['stripe']);
    expect(await vaults.find('adyen')).toEqual({ kind: 'none' });
    expect(await vaults.openFields(kit.stripe)).toHaveLength(1);
    const all = kit.openGranted(await kit.identify(kit.token));
    const adyen = await all.find('adyen');
    if (adyen.kind !== 'found') throw new Error('the agent itself sees it');
    await expect(vaults.openFields(adyen.overview)).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
  });

  it('is refused for a vault the agent was not granted', async () => {
    const kit = await openIdentityKit();
    const items = [{ vaultId: kit.code.id, itemId: kit.stripe.id }];
    await expect(issue(kit, { items })).rejects.toMatchObject({ code: 'IDENTITY_NOT_PERMITTED' });
  });

  it('may do less than the agent, and the agent still as much', async () => {
    const kit = await openIdentityKit();
    const order = { name: 'reader', vaultIds: [kit.pay.id], can: 'read', expiresInMs: HOUR_MS } as const;
    const reader = await createAgent(kit.deps, order);
    const { token } = await issueTaskToken(kit.deps, 'reader', { kind: 'task', expiresInMs: HOUR_MS, can: 'use' });
    expect(expectAgent(await kit.identify(token)).principal.grants).toMatchObject([{ can: 'use' }]);
    expect(expectAgent(await kit.identify(reader.token)).principal.grants).toMatchObject([{ can: 'read' }]);
  });

  it('ends with its time, and never after the agent', async () => {
    const kit = await openIdentityKit();
    const short = await issue(kit);
    const long = await issue(kit, { expiresInMs: 99 * HOUR_MS });
    kit.clock.advance(HOUR_MS / 2);
    expect(await kit.identify(short)).toMatchObject({ kind: 'refused', because: 'expired' });
    expect((await kit.identify(long)).kind).toBe('agent');
    kit.clock.advance(HOUR_MS / 2);
    expect(await kit.identify(long)).toMatchObject({ kind: 'refused', because: 'expired' });
  });

  it('ends with the agent', async () => {
    const kit = await openIdentityKit();
    const identified = expectAgent(await kit.identify(await issue(kit)));
    await revokeAgent(kit.deps, 'claude');
    expect(await identified.recheck()).toMatchObject({ kind: 'refused' });
  });

  it('opens as many items as it may, with sixteen callers at once, and not one more', async () => {
    const kit = await openIdentityKit();
    const token = await issue(kit, { maxUses: 5 });
    const callers = await Promise.all(Array.from({ length: 16 }, () => kit.identify(token)));
    const tries = await Promise.allSettled(
      callers.map((identified) => kit.openGranted(identified).openFields(kit.stripe)),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    for (const each of tries.filter((one) => one.status === 'rejected')) {
      expect(each.reason).toMatchObject({ code: 'IDENTITY_TOKEN_USED_UP' });
    }
    const { tokens } = await describeAgent(kit.deps, 'claude');
    expect(tokens.find(({ kind }) => kind === 'task')).toMatchObject({ maxUses: 5, uses: 5 });
  });

  it('costs no use to look', async () => {
    const kit = await openIdentityKit();
    const vaults = kit.openGranted(await kit.identify(await issue(kit, { maxUses: 1 })));
    await vaults.list();
    await vaults.find('stripe');
    expect(await vaults.openFields(kit.stripe)).toHaveLength(1);
  });

  it('for deprovisioning identifies no caller and opens nothing', async () => {
    const kit = await openIdentityKit();
    const token = await issue(kit, { kind: 'deprovision' });
    expect(await kit.identify(token)).toMatchObject({ kind: 'refused', code: 'IDENTITY_TOKEN_INVALID' });
    const record = await kit.storage.identity.findAgent(kit.agentId);
    expect(record?.sealedKeys).toHaveLength(1);
  });

  it('cannot be widened by a writer of the database', async () => {
    const kit = await openIdentityKit();
    const token = await issue(kit, { maxUses: 1 });
    kit.sql(
      "UPDATE tokens SET statement = CAST(replace(CAST(statement AS TEXT), '\"max_uses\":1', '\"max_uses\":9') AS BLOB) WHERE statement LIKE '%max_uses%'",
    );
    expect(await kit.identify(token)).toMatchObject({ kind: 'refused', because: 'tampered' });
  });
});
