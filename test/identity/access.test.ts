import { describe, expect, it } from 'vitest';
import {
  identifyForAccess,
  issueAccessToken,
  readAccessible,
  setAccessRules,
  tokenValidity,
} from '../../src/identity/index.ts';
import { expectAgent, HOUR_MS, openIdentityKit } from '../support/identity-kit.ts';

const RULE = {
  issuer: 'https://id.example.com',
  audience: 'https://keyward.example.com/mcp',
  claims: { sub: ['alice'] },
};

async function openKit() {
  const kit = await openIdentityKit();
  const { token } = await issueAccessToken(kit.deps, 'claude');
  await setAccessRules(kit.deps, 'claude', [RULE]);
  const deps = { store: kit.storage.identity, clock: kit.clock };
  const open = async (vaultIds?: ReadonlySet<string>, forMs = 60_000, text = token) =>
    identifyForAccess(deps, text, { vaultIds, expiresAt: kit.clock.now() + forMs });
  return { ...kit, opener: token, identifyDeps: deps, open };
}

describe('the token by which a server opens an agent', () => {
  it('opens the vaults of the agent, gives no values, and tells the rules that were signed', async () => {
    const kit = await openKit();
    const { principal, vaultKeys } = expectAgent(await kit.open());
    expect(principal).toMatchObject({ agentName: 'claude', grants: [{ vaultId: kit.pay.id, can: 'use' }] });
    expect(vaultKeys).toHaveLength(1);
    expect(await readAccessible(kit.identifyDeps, kit.opener)).toMatchObject({ kind: 'accessible', rules: [RULE] });
  });

  it('is good for nothing when it is shown as a token of the agent, and no other token is good in its place', async () => {
    const kit = await openKit();
    expect(await kit.identify(kit.opener)).toMatchObject({ kind: 'refused', because: 'unknown' });
    expect(await kit.open(undefined, HOUR_MS, kit.token)).toMatchObject({ kind: 'refused', because: 'unknown' });
    expect(await readAccessible(kit.identifyDeps, kit.token)).toMatchObject({ kind: 'refused', because: 'unknown' });
    expect(await kit.open(undefined, HOUR_MS, 'kwa_nothing')).toMatchObject({ kind: 'refused', because: 'malformed' });
  });

  it('is narrowed to the vaults that are named, never widened to one that was not granted', async () => {
    const kit = await openKit();
    const narrowed = expectAgent(await kit.open(new Set([kit.code.id])));
    expect([narrowed.principal.grants, narrowed.vaultKeys]).toEqual([[], []]);
  });

  it('opens no longer than the access token, nor than the agent', async () => {
    const kit = await openKit();
    const agent = expectAgent(await kit.open());
    const isStillAuthorized = tokenValidity(kit.identifyDeps, agent.principal);
    expect(await isStillAuthorized()).toBe(true);
    kit.clock.advance(60_000);
    expect(await isStillAuthorized()).toBe(false);
    expect(await agent.recheck()).toMatchObject({ kind: 'refused', because: 'expired' });
    expect(expectAgent(await kit.open(undefined, 10 * HOUR_MS)).principal.expiresAt).toBeLessThanOrEqual(
      kit.clock.now() + HOUR_MS,
    );
    kit.clock.advance(HOUR_MS);
    expect(await kit.open()).toMatchObject({ kind: 'refused', because: 'expired' });
  });

  it('ends when it is replaced, and with the last rule', async () => {
    const kit = await openKit();
    const { token: second } = await issueAccessToken(kit.deps, 'claude');
    expect(await kit.open()).toMatchObject({ kind: 'refused', because: 'expired' });
    expect((await kit.open(undefined, HOUR_MS, second)).kind).toBe('agent');
    await setAccessRules(kit.deps, 'claude', []);
    expect(await kit.open(undefined, HOUR_MS, second)).toMatchObject({ kind: 'refused', because: 'expired' });
    expect((await kit.identify(kit.token)).kind).toBe('agent');
  });
});

describe('a rule about access tokens', () => {
  it.each([
    ['no claim', { ...RULE, claims: {} }],
    ['no issuer', { ...RULE, issuer: 'ours' }],
    ['a scope with a space in it', { ...RULE, vaults: { 'a b': ['v'] } }],
    ['an unknown member', { ...RULE, pattern: '*' }],
  ])('with %s is refused', async (_name, rule) => {
    const { deps } = await openIdentityKit();
    await expect(setAccessRules(deps, 'claude', [rule])).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
