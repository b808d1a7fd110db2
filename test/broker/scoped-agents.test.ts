import { describe, expect, it } from 'vitest';
import { createAgent, issueTaskToken } from '../../src/identity/index.ts';
import { systemRandom } from '../../src/core/index.ts';
import { callerByToken, openAgentKit, SESSION, type AgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';

const depsOf = ({ storage, owner, clock }: AgentKit) => ({
  store: storage.identity,
  owner,
  clock,
  random: systemRandom,
});

async function openKit() {
  const kit = await openAgentKit();
  const peer = await startHttpPeer();
  await kit.addItem('api', { urls: [peer.origin], auth: { scheme: 'bearer' }, allow: ['GET /**'] });
  return { ...kit, peer, input: { item: 'api', method: 'GET', url: `${peer.origin}/v1` } };
}

describe('an agent with limits', () => {
  it('is refused by every way of asking from elsewhere, under its name, and sends nothing', async () => {
    const kit = await openKit();
    const limits = { transports: ['stdio' as const], clients: ['cursor'] };
    const order = { name: 'limited', vaultIds: [kit.vaultId], can: 'use', expiresInMs: 60_000, limits } as const;
    const { token } = await createAgent(depsOf(kit), order);
    const broker = kit.broker.as(callerByToken(kit, token));
    const from = (name: string, transport: 'stdio' | 'http') => ({
      session: { ...SESSION, transport, client: { name, version: '1', claimed: true } } as const,
      signal: new AbortController().signal,
    });
    const refused = { code: 'IDENTITY_NOT_PERMITTED' };
    expect(await broker.call(from('claude', 'stdio'), kit.input)).toMatchObject(refused);
    expect(await broker.call(from('cursor', 'http'), kit.input)).toMatchObject(refused);
    expect(await broker.explain(from('cursor', 'http'), kit.input)).toMatchObject(refused);
    expect(await broker.listItems(from('cursor', 'http'), {})).toMatchObject(refused);
    expect(kit.peer.seen).toEqual([]);
    expect(await kit.trail.list({ agent: 'limited', result: 'denied' })).toHaveLength(4);
    expect(await broker.call(from('cursor', 'stdio'), kit.input)).toMatchObject({ kind: 'answered', status: 200 });
  });
});

describe('a task token of one use', () => {
  it('makes one call of sixteen at once, and the others leave the machine unmade', async () => {
    const kit = await openKit();
    const order = { kind: 'task', expiresInMs: 60_000, maxUses: 1 } as const;
    const { token } = await issueTaskToken(depsOf(kit), 'claude-desktop', order);
    const broker = kit.broker.as(callerByToken(kit, token));
    const answers = await Promise.all(Array.from({ length: 16 }, () => broker.call(kit.context, kit.input)));
    expect(answers.filter(({ kind }) => kind === 'answered')).toHaveLength(1);
    for (const answer of answers.filter(({ kind }) => kind !== 'answered')) {
      expect(answer).toMatchObject({ code: 'IDENTITY_TOKEN_USED_UP' });
    }
    expect(kit.peer.seen).toHaveLength(1);
  });
});
