import { describe, expect, it } from 'vitest';
import { newId, systemRandom } from '../../src/core/index.ts';
import {
  identifyAsOwner,
  identifyByToken,
  type Identification,
  listAgents,
  resumeAgent,
  revokeAgent,
  rotateAgent,
} from '../../src/identity/index.ts';
import { formatToken, parseToken } from '../../src/identity/token-text.ts';
import { expectAgent, HOUR_MS, openIdentityKit, type IdentityKit } from '../support/identity-kit.ts';
import { revealAll } from '../support/vault-kit.ts';

describe('a token', () => {
  it('names its agent and opens the granted vaults, and no other', async () => {
    const kit = await openIdentityKit();
    const identified = await kit.identify(kit.token);
    expect(identified).toMatchObject({
      kind: 'agent',
      principal: {
        agentId: kit.agentId,
        agentName: 'claude',
        tokenId: parseToken(kit.token)?.id,
        expiresAt: kit.clock.now() + HOUR_MS,
        grants: [{ vaultId: kit.pay.id, can: 'use' }],
      },
    });
    const granted = kit.openGranted(identified);
    expect((await granted.list()).map(({ title }) => title)).toEqual(['stripe']);
    expect(revealAll(await granted.openFields(kit.stripe))).toEqual({ credential: 'sk_stripe' });
    expect(await granted.find('code/github')).toEqual({ kind: 'none' });
  });

  it('is refused with one and the same sentence, whatever is wrong with it', async () => {
    const kit = await openIdentityKit();
    const parts = parseToken(kit.token);
    if (parts === undefined) throw new Error('the token does not parse');
    const refusals = new Map<string, Identification>();
    refusals.set('malformed', await kit.identify('kwa_nonsense'));
    refusals.set('unknown', await kit.identify(formatToken({ id: newId(systemRandom), secret: parts.secret })));
    refusals.set('wrong secret', await kit.identify(formatToken({ id: parts.id, secret: systemRandom(32) })));
    kit.clock.advance(HOUR_MS);
    refusals.set('expired', await kit.identify(kit.token));
    await revokeAgent(kit.deps, 'claude');
    refusals.set('revoked', await kit.identify(kit.token));

    const causes = [...refusals.values()].map((refused) => refused.kind === 'refused' && refused.because);
    expect(causes).toEqual(['malformed', 'unknown', 'unknown', 'expired', 'revoked']);
    for (const refused of refusals.values()) {
      expect(refused).toMatchObject({ code: 'IDENTITY_TOKEN_INVALID', reason: 'the agent token is not valid' });
      expect(Object.keys(refused).toSorted()).toEqual(['because', 'code', 'kind', 'reason']);
    }
  });

  it('holds until the millisecond it expires', async () => {
    const { identify, token, clock } = await openIdentityKit();
    clock.advance(HOUR_MS - 1);
    expect(await identify(token)).toMatchObject({ kind: 'agent' });
    clock.advance(1);
    expect(await identify(token)).toMatchObject({ kind: 'refused', because: 'expired' });
  });

  it('does not tell a stranger with its id that the agent was revoked', async () => {
    const kit = await openIdentityKit();
    const id = parseToken(kit.token)?.id ?? '';
    await revokeAgent(kit.deps, 'claude');
    const guess = await kit.identify(formatToken({ id, secret: systemRandom(32) }));
    expect(guess).toMatchObject({ because: 'unknown' });
  });
});

describe('the owner acting as an agent', () => {
  const act = (kit: IdentityKit, name: string): Promise<Identification> =>
    identifyAsOwner({ store: kit.storage.identity, owner: kit.owner, clock: kit.clock }, name);

  it('has the grants of the agent, and no token id', async () => {
    const kit = await openIdentityKit();
    const identified = expectAgent(await act(kit, 'claude'));
    expect(identified.principal).toMatchObject({ agentId: kit.agentId, agentName: 'claude' });
    expect(identified.principal).not.toHaveProperty('tokenId');
    const items = await kit.openGranted(identified).list();
    expect(items.map(({ title }) => title)).toEqual(['stripe']);
  });

  it('is refused for agents that are unknown, expired or revoked', async () => {
    const kit = await openIdentityKit();
    expect(await act(kit, 'unknown')).toMatchObject({ kind: 'refused', because: 'unknown' });
    kit.clock.advance(HOUR_MS);
    expect(await act(kit, 'claude')).toMatchObject({ kind: 'refused', because: 'expired' });
    await revokeAgent(kit.deps, 'claude');
    expect(await act(kit, 'claude')).toMatchObject({ kind: 'refused', because: 'revoked' });
  });

  it('goes on when the agent is rotated, because no token is used', async () => {
    const kit = await openIdentityKit();
    const before = expectAgent(await act(kit, 'claude'));
    await rotateAgent(kit.deps, 'claude', { expiresInMs: 5 * HOUR_MS });
    const after = expectAgent(await before.recheck());
    expect(after.principal.expiresAt).toBe(kit.clock.now() + 5 * HOUR_MS);
  });
});

describe('a recheck', () => {
  it('gives the same answer without reading while nothing changed', async () => {
    const kit = await openIdentityKit();
    const reads: string[] = [];
    const store = {
      ...kit.storage.identity,
      findAgentByToken: (tokenId: string) => {
        reads.push(tokenId);
        return kit.storage.identity.findAgentByToken(tokenId);
      },
    };
    const identified = expectAgent(await identifyByToken({ store, clock: kit.clock }, kit.token));
    for (let call = 0; call < 5; call++) expect(await identified.recheck()).toBe(identified);
    expect(reads).toHaveLength(1);
  });

  it('compares the clock with the expiry even while nothing is read', async () => {
    const kit = await openIdentityKit();
    const identified = expectAgent(await kit.identify(kit.token));
    kit.clock.advance(HOUR_MS);
    expect(await identified.recheck()).toMatchObject({ kind: 'refused', because: 'expired' });
  });

  it('refuses from the next call on when the agent is revoked or rotated', async () => {
    const kit = await openIdentityKit();
    const identified = expectAgent(await kit.identify(kit.token));
    const { token } = await rotateAgent(kit.deps, 'claude', { expiresInMs: HOUR_MS });
    expect(await identified.recheck()).toMatchObject({ kind: 'refused', because: 'revoked' });
    const again = expectAgent(await kit.identify(token));
    await revokeAgent(kit.deps, 'claude');
    expect(await again.recheck()).toMatchObject({ kind: 'refused', because: 'revoked' });
    expect(await again.recheck()).toMatchObject({ kind: 'refused', because: 'revoked' });
  });

  it('notices what another process did', async () => {
    const kit = await openIdentityKit();
    const identified = expectAgent(await kit.identify(kit.token));
    kit.sql('UPDATE agents SET revoked_at = 1 WHERE id = ?', kit.agentId);
    expect(await identified.recheck()).toMatchObject({ kind: 'refused', because: 'revoked' });
  });

  it('notices a change that came while the agent was being identified', async () => {
    const kit = await openIdentityKit();
    const store = {
      ...kit.storage.identity,
      findAgentByToken: async (tokenId: string) => {
        const record = await kit.storage.identity.findAgentByToken(tokenId);
        kit.sql('UPDATE agents SET revoked_at = ? WHERE id = ?', kit.clock.now(), kit.agentId);
        return record;
      },
    };
    const identified = expectAgent(await identifyByToken({ store, clock: kit.clock }, kit.token));
    expect(await identified.recheck()).toMatchObject({ kind: 'refused', because: 'revoked' });
  });

  it('loses a grant whose sealed key was taken away, and goes on after a change that concerns others', async () => {
    const kit = await openIdentityKit();
    const identified = expectAgent(await kit.identify(kit.token));
    await kit.owner.createVault('another');
    const same = expectAgent(await identified.recheck());
    expect(same.principal).toEqual(identified.principal);
    expect(await same.recheck()).toBe(same);
    kit.sql('DELETE FROM sealed_keys');
    expect(expectAgent(await same.recheck()).principal.grants).toEqual([]);
  });
});

describe('an agent that behaved unusually', () => {
  it('is refused while it is suspended, also in a server that goes on running, until it is resumed', async () => {
    const kit = await openIdentityKit();
    const first = await kit.identify(kit.token);
    await kit.storage.identity.restrictAgent(kit.agentId, { kind: 'suspended', since: kit.clock.now() });
    const suspended = { kind: 'refused', because: 'suspended', reason: 'the agent token is not valid' };
    expect(first.kind === 'agent' ? await first.recheck() : first).toMatchObject(suspended);
    const deps = { store: kit.storage.identity, clock: kit.clock };
    expect(await identifyAsOwner({ ...deps, owner: kit.owner }, 'claude')).toMatchObject({ because: 'suspended' });
    const agents = { ...deps, owner: kit.owner, random: systemRandom };
    expect(await listAgents(agents)).toMatchObject([{ status: 'suspended' }]);
    expect(await resumeAgent(agents, kit.agentId)).toBe(true);
    expect(await kit.identify(kit.token)).toMatchObject({ kind: 'agent' });
  });

  it('is slowed down until its throttle ends', async () => {
    const kit = await openIdentityKit();
    const until = kit.clock.now() + HOUR_MS;
    await kit.storage.identity.restrictAgent(kit.agentId, { kind: 'throttled', since: kit.clock.now(), until });
    expect(await kit.identify(kit.token)).toMatchObject({ principal: { throttledUntil: until } });
  });
});
