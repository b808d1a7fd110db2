import { describe, expect, it } from 'vitest';
import {
  createAgent,
  deleteAgent,
  expireAgent,
  identifyAsOwner,
  listAgents,
  revokeAgent,
  rotateAgent,
} from '../../src/identity/index.ts';
import { HOUR_MS, openIdentityKit } from '../support/identity-kit.ts';

const draftOf = (name: string) => ({ name, vaultIds: [], can: 'use', expiresInMs: HOUR_MS }) as const;

describe('agents', () => {
  it('are listed with their grants, expiry and status', async () => {
    const { deps, clock, pay, code, agentId } = await openIdentityKit();
    const made = {
      name: 'cursor',
      vaultIds: [pay.id, code.id, pay.id],
      can: 'read',
      expiresInMs: 2 * HOUR_MS,
    } as const;
    const { agent } = await createAgent(deps, made);
    expect(agent).toMatchObject({ name: 'cursor', status: 'active', expiresAt: clock.now() + 2 * HOUR_MS });
    expect(agent.grants.map(({ vaultId, can }) => [vaultId, can])).toEqual(
      expect.arrayContaining([
        [pay.id, 'read'],
        [code.id, 'read'],
      ]),
    );
    expect(agent.grants).toHaveLength(2);
    clock.advance(HOUR_MS);
    const listed = await listAgents(deps);
    const statuses = Object.fromEntries(listed.map(({ name, status }) => [name, status]));
    expect(statuses).toEqual({ claude: 'expired', cursor: 'active' });
    await revokeAgent(deps, agentId);
    expect((await listAgents(deps)).find(({ id }) => id === agentId)).toMatchObject({ status: 'revoked' });
  });

  it('keep their grants and lose their old token when rotated', async () => {
    const { deps, agentId, token, identify, clock, pay } = await openIdentityKit();
    clock.advance(2 * HOUR_MS);
    const rotated = await rotateAgent(deps, 'claude', { expiresInMs: HOUR_MS });
    expect(rotated.agent).toMatchObject({ id: agentId, status: 'active', expiresAt: clock.now() + HOUR_MS });
    expect(rotated.token).not.toBe(token);
    expect(await identify(token)).toMatchObject({ kind: 'refused', because: 'revoked' });
    const identified = await identify(rotated.token);
    expect(identified).toMatchObject({
      kind: 'agent',
      principal: { agentId, grants: [{ vaultId: pay.id, can: 'use' }] },
    });
  });

  it('cannot be rotated or revoked when they are not there, and not rotated once revoked', async () => {
    const { deps, agentId } = await openIdentityKit();
    const notFound = { code: 'IDENTITY_AGENT_NOT_FOUND' };
    await expect(rotateAgent(deps, 'unknown', { expiresInMs: 1 })).rejects.toMatchObject(notFound);
    await expect(revokeAgent(deps, 'unknown')).rejects.toMatchObject(notFound);
    expect(await revokeAgent(deps, 'claude')).toEqual({ id: agentId });
    await expect(rotateAgent(deps, 'claude', { expiresInMs: 1 })).rejects.toMatchObject(notFound);
    await expect(rotateAgent(deps, agentId, { expiresInMs: 1 })).rejects.toMatchObject(notFound);
  });

  it('stay revoked when a rotation meets the revocation on its way', async () => {
    const { deps, storage, agentId } = await openIdentityKit();
    const store = {
      ...storage.identity,
      addToken: async (...input: Parameters<typeof storage.identity.addToken>) => {
        await revokeAgent(deps, agentId);
        return storage.identity.addToken(...input);
      },
    };
    const rotation = rotateAgent({ ...deps, store }, 'claude', { expiresInMs: HOUR_MS });
    await expect(rotation).rejects.toMatchObject({ code: 'IDENTITY_AGENT_NOT_FOUND' });
  });

  it('have a name of their own, which is free again after revocation', async () => {
    const { deps, clock } = await openIdentityKit();
    await expect(createAgent(deps, draftOf('claude'))).rejects.toMatchObject({ code: 'IDENTITY_AGENT_EXISTS' });
    await revokeAgent(deps, 'claude');
    clock.advance(1000);
    const { agent } = await createAgent(deps, draftOf('claude'));
    const acting = await identifyAsOwner({ store: deps.store, owner: deps.owner, clock }, 'claude');
    expect(acting).toMatchObject({ kind: 'agent', principal: { agentId: agent.id, grants: [] } });
  });

  it.each(['', 'Claude', 'a b', 'a/b', '-a', '.a', 'é', 'a'.repeat(65), 'abcdefghijklmnopqrstuvwxyz'])(
    'refuse the name %j',
    async (name) => {
      const { deps } = await openIdentityKit();
      await expect(createAgent(deps, draftOf(name))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuse a lifetime of %d', async (expiresInMs) => {
    const { deps } = await openIdentityKit();
    const attempt = createAgent(deps, { ...draftOf('cursor'), expiresInMs });
    await expect(attempt).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('are not made for a vault that is not there', async () => {
    const { deps, code } = await openIdentityKit();
    const attempt = createAgent(deps, { ...draftOf('cursor'), vaultIds: [code.id, 'a'.repeat(26)] });
    await expect(attempt).rejects.toMatchObject({ code: 'VAULT_NOT_FOUND' });
    expect(await listAgents(deps)).toHaveLength(1);
  });

  it('lose a grant with its vault', async () => {
    const { deps, owner, pay, identify, token } = await openIdentityKit();
    await owner.deleteVault(pay.id, { force: true });
    expect(await identify(token)).toMatchObject({ kind: 'agent', principal: { grants: [] }, vaultKeys: [] });
    expect((await listAgents(deps))[0]?.grants).toEqual([]);
  });

  it('have two tokens for the overlap of a rotation, and then the new one alone', async () => {
    const { deps, token, identify, clock } = await openIdentityKit();
    const before = await identify(token);
    if (before.kind !== 'agent') throw new Error('the token is good');
    const rotated = await rotateAgent(deps, 'claude', { expiresInMs: 2 * HOUR_MS, overlapMs: 60_000 });
    expect(await before.recheck()).toMatchObject({ principal: { expiresAt: clock.now() + 60_000 } });
    expect((await identify(token)).kind).toBe('agent');
    expect((await identify(rotated.token)).kind).toBe('agent');
    clock.advance(60_000);
    expect(await before.recheck()).toMatchObject({ kind: 'refused', because: 'expired' });
    expect(await identify(token)).toMatchObject({ kind: 'refused', because: 'expired' });
    expect((await identify(rotated.token)).kind).toBe('agent');
  });

  it('are not kept longer by an overlap than they had', async () => {
    const { deps, token, identify, clock } = await openIdentityKit();
    await rotateAgent(deps, 'claude', { expiresInMs: 9 * HOUR_MS, overlapMs: 5 * HOUR_MS });
    clock.advance(HOUR_MS);
    expect(await identify(token)).toMatchObject({ kind: 'refused', because: 'expired' });
  });

  it('end early when expired, on the next call, and nothing makes a token longer', async () => {
    const { deps, token, identify, clock } = await openIdentityKit();
    const identified = await identify(token);
    if (identified.kind !== 'agent') throw new Error('the token is good');
    expect(await expireAgent(deps, 'claude', { at: clock.now() + 99 * HOUR_MS })).toMatchObject({
      expiresAt: clock.now() + HOUR_MS,
    });
    await expireAgent(deps, 'claude', { at: clock.now() });
    expect(await identified.recheck()).toMatchObject({ kind: 'refused', because: 'expired' });
    const again = await rotateAgent(deps, 'claude', { expiresInMs: HOUR_MS });
    expect((await identify(again.token)).kind).toBe('agent');
  });

  it('are gone with every row when deleted, and free their name', async () => {
    const { deps, token, identify, storage, agentId } = await openIdentityKit();
    const identified = await identify(token);
    if (identified.kind !== 'agent') throw new Error('the token is good');
    expect(await deleteAgent(deps, 'claude')).toEqual({ id: agentId });
    expect(await identified.recheck()).toMatchObject({ kind: 'refused', because: 'unknown' });
    expect(await storage.identity.findAgentByToken(identified.principal.tokenId ?? '')).toBeUndefined();
    await expect(deleteAgent(deps, 'claude')).rejects.toMatchObject({ code: 'IDENTITY_AGENT_NOT_FOUND' });
    await createAgent(deps, draftOf('claude'));
  });

  it('changed by two at once keep the earlier end', async () => {
    const { deps, token, identify, clock } = await openIdentityKit();
    const now = clock.now();
    const ends = [1, 2, 3, 4, 5, 6, 7, 8].map((minutes) => now + minutes * 60_000);
    const tries = await Promise.allSettled(ends.map((at) => expireAgent(deps, 'claude', { at })));
    for (const each of tries)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'STORAGE_CONFLICT' });
    const earliest = Math.min(...tries.flatMap((each) => (each.status === 'fulfilled' ? [each.value.expiresAt] : [])));
    expect(await identify(token)).toMatchObject({ principal: { expiresAt: earliest } });
  });
});
