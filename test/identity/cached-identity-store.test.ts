import { expect, it } from 'vitest';
import { identifyByToken, cachedIdentityStore, revokeAgent, type IdentityStore } from '../../src/identity/index.ts';
import { openIdentityKit } from '../support/identity-kit.ts';

it('a server reads an agent again when anybody changed the database, and only then', async () => {
  const kit = await openIdentityKit();
  let reads = 0;
  const counted: IdentityStore = {
    ...kit.storage.identity,
    findAgentByToken: async (id) => {
      reads += 1;
      return kit.storage.identity.findAgentByToken(id);
    },
  };
  const deps = { store: cachedIdentityStore(counted), clock: kit.clock };
  const identify = async (token = kit.token) => (await identifyByToken(deps, token)).kind;

  expect([await identify(), await identify(), reads]).toEqual(['agent', 'agent', 1]);
  // What is kept is no proof: a token of the same id with another secret is refused.
  expect(await identify(`${kit.token.slice(0, 31)}${kit.token.slice(31).split('').toReversed().join('')}`)).toBe(
    'refused',
  );
  await revokeAgent(kit.deps, 'claude');
  expect([await identify(), reads]).toEqual(['refused', 2]);
  expect(await identify('kwa_nothing')).toBe('refused');
});

it('a change by another connection is seen on the next look', async () => {
  const kit = await openIdentityKit();
  const deps = { store: cachedIdentityStore(kit.storage.identity), clock: kit.clock };
  expect((await identifyByToken(deps, kit.token)).kind).toBe('agent');
  kit.sql("UPDATE agents SET statement = CAST(replace(CAST(statement AS TEXT), 'claude', 'mallor') AS BLOB)");
  expect(await identifyByToken(deps, kit.token)).toMatchObject({ kind: 'refused', because: 'tampered' });
});
