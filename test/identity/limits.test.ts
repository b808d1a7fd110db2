import { describe, expect, it } from 'vitest';
import { createAgent } from '../../src/identity/index.ts';
import { brokenLimit } from '../../src/identity/limits.ts';
import { HOUR_MS, expectAgent, openIdentityKit } from '../support/identity-kit.ts';

const OVER_HTTP = { transport: 'http', remote: { address: '10.1.2.3' } } as const;

describe('limits of an agent', () => {
  it.each([
    ['nothing', {}, OVER_HTTP, undefined],
    ['a transport', { transports: ['http'] as const }, OVER_HTTP, undefined],
    ['another transport', { transports: ['stdio', 'library'] as const }, OVER_HTTP, 'transport'],
    ['the range', { networks: ['10.1.0.0/16'] }, OVER_HTTP, undefined],
    ['one address', { networks: ['10.1.2.3'] }, OVER_HTTP, undefined],
    ['another range', { networks: ['10.2.0.0/16', 'fd00::/8'] }, OVER_HTTP, 'network'],
    ['a range, and no address', { networks: ['0.0.0.0/0', '::/0'] }, { transport: 'http' }, 'network'],
    [
      'a range, on a local socket',
      { networks: ['0.0.0.0/0'] },
      { transport: 'sse', remote: { address: 'unix' } },
      'network',
    ],
    [
      'a range, mapped into IPv6',
      { networks: ['10.1.0.0/16'] },
      { transport: 'sse', remote: { address: '::ffff:10.1.2.3' } },
      undefined,
    ],
    ['a range, on this machine', { networks: ['10.2.0.0/16'] }, { transport: 'stdio' }, undefined],
    [
      'a client',
      { clients: ['cursor'] },
      { transport: 'stdio', client: { name: 'cursor', version: '1', claimed: true } },
      undefined,
    ],
    [
      'another client',
      { clients: ['cursor'] },
      { transport: 'stdio', client: { name: 'Cursor', version: '1', claimed: true } },
      'client',
    ],
    ['a client, and none says its name', { clients: ['cursor'] }, { transport: 'stdio' }, 'client'],
  ] as const)('%s', (_name, limits, session, broken) => {
    const given = JSON.parse(JSON.stringify(limits));
    expect(brokenLimit(given, session)?.limit).toBe(broken);
  });

  it('go with the agent, signed, and come back with its token', async () => {
    const { deps, identify, sql } = await openIdentityKit();
    const limits = { transports: ['http' as const], networks: ['10.1.0.0/16'] };
    const order = { name: 'limited', vaultIds: [], can: 'use', expiresInMs: HOUR_MS, limits } as const;
    const { agent, token } = await createAgent(deps, order);
    expect(expectAgent(await identify(token)).principal.limits).toEqual(limits);
    const loosened = new TextEncoder().encode('{"created_at":1,"id":"x","kind":"agent","name":"limited","v":1}');
    sql('UPDATE agents SET statement = ? WHERE id = ?', loosened, agent.id);
    expect(await identify(token)).toMatchObject({ kind: 'refused', because: 'tampered' });
  });

  it.each([
    [{ networks: ['10.0.0.0/33'] }],
    [{ networks: ['everywhere'] }],
    [{ networks: ['10.0.0.0/8/8'] }],
    [{ clients: [''] }],
  ])('are refused when they make no sense: %j', async (limits) => {
    const { deps } = await openIdentityKit();
    const order = { name: 'limited', vaultIds: [], can: 'use', expiresInMs: HOUR_MS, limits } as const;
    await expect(createAgent(deps, order)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });
});
