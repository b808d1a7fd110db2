import { describe, expect, it, onTestFinished } from 'vitest';
import { systemRandom } from '../../src/core/index.ts';
import { createAgent, revokeAgent } from '../../src/identity/index.ts';
import { createClient } from '../../src/index.ts';
import { CANARY, openAgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { createTestClock } from '../support/vault-kit.ts';

const INTEGRATION = { integrationName: 'nightly-report', integrationVersion: '1.2.3' };

async function openClient() {
  const kit = await openAgentKit({ clock: createTestClock(Date.now()) });
  const upstream = await startHttpPeer({
    answer: ({ headers }, response) =>
      void response
        .setHeader('content-type', 'application/json')
        .setHeader('keyward-call-id', 'forged')
        .end(JSON.stringify({ saw: headers.authorization })),
  });
  await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
  const client = await createClient({ auth: kit.agent.token, home: kit.folder, ...INTEGRATION });
  onTestFinished(() => client.close());
  return { kit, upstream, client };
}

describe('client.fetch', () => {
  it('returns a Response of a call made with a value the program never sees', async () => {
    const { upstream, client, kit } = await openClient();
    const response = await client.fetch('api', `${upstream.origin}/`);
    const text = await response.text();

    expect(upstream.seen[0]?.headers.authorization).toBe(`Bearer ${CANARY}`);
    expect(response).toBeInstanceOf(Response);
    expect(response.headers.get('keyward-call-id')).not.toBe('forged');
    expect(text).not.toContain(CANARY);
    expect(JSON.parse(text)).toHaveProperty('saw');
    const [outcome] = await kit.trail.list({ types: ['call.outcome'], limit: 1 });
    expect(outcome).toMatchObject({
      session: { transport: 'library', client: { name: 'nightly-report', version: '1.2.3', claimed: true } },
    });
  });

  it('throws a refusal with its code and sends nothing', async () => {
    const { upstream, client } = await openClient();
    await expect(client.fetch('api', 'https://elsewhere.test/')).rejects.toMatchObject({
      code: 'POLICY_ORIGIN_NOT_BOUND',
    });
    const headers = { 'content-type': 'application/json' };
    await expect(
      client.fetch('api', upstream.origin, { method: 'POST', headers, body: '{"a":' }),
    ).rejects.toMatchObject({ code: 'POLICY_REQUEST_INVALID' });
    expect(upstream.seen).toEqual([]);
  });
});

async function openReading(can: 'use' | 'read') {
  const { kit } = await openClient();
  const made = await createAgent(
    { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom },
    { name: `job-${can}`, vaultIds: [kit.vaultId], can, expiresInMs: 3_600_000 },
  );
  const client = await createClient({ auth: made.token, home: kit.folder, ...INTEGRATION });
  onTestFinished(() => client.close());
  return { kit, client, agentId: made.agent.id };
}

const REFERENCE = 'op://ai-agents/api/credential';

describe('client.secrets', () => {
  it('resolves for an agent with `read`, and the trail names the integration', async () => {
    const { kit, client } = await openReading('read');
    expect(await client.secrets.resolve(REFERENCE)).toBe(CANARY);
    const [read] = await kit.trail.list({ types: ['item.resolved'], limit: 1 });
    expect(read).toMatchObject({
      agent: { name: 'job-read' },
      item: { title: 'api' },
      session: { transport: 'library', client: { name: 'nightly-report', claimed: true } },
      outcome: { result: 'ok' },
    });
    expect(JSON.stringify(read)).not.toContain(CANARY);
  });

  it('answers several at once, each with its value or its error', async () => {
    const { client, kit } = await openReading('read');
    const none = 'op://ai-agents/none/credential';
    const { individualResponses } = await client.secrets.resolveAll([REFERENCE, none, 'nonsense', REFERENCE]);
    expect(individualResponses).toMatchObject({
      [REFERENCE]: { content: { secret: CANARY, vaultId: kit.vaultId } },
      [none]: { error: { code: 'ITEM_NOT_FOUND' } },
      nonsense: { error: { code: 'REFERENCE_INVALID' } },
    });
    await expect(client.secrets.resolve('nonsense')).rejects.toMatchObject({ code: 'REFERENCE_INVALID' });
  });

  it('gives an agent with `use` nothing', async () => {
    const { client } = await openReading('use');
    await expect(client.secrets.resolve(REFERENCE)).rejects.toMatchObject({ code: 'IDENTITY_NOT_PERMITTED' });
    const { individualResponses } = await client.secrets.resolveAll([REFERENCE]);
    expect(individualResponses[REFERENCE]).not.toHaveProperty('content');
  });

  it('ends with the next read when the agent is revoked, for many at once', async () => {
    const { client, kit, agentId } = await openReading('read');
    const ask = async () => Promise.all(Array.from({ length: 16 }, async () => client.secrets.resolve(REFERENCE)));
    expect(new Set(await ask())).toEqual(new Set([CANARY]));
    await revokeAgent(
      { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom },
      agentId,
    );
    await expect(ask()).rejects.toMatchObject({ code: 'IDENTITY_TOKEN_INVALID' });
  });
});

describe('client.vaults and client.items', () => {
  it('list what the agent may use, and never a value', async () => {
    const { client, kit } = await openReading('use');
    expect(await client.vaults.list()).toEqual([{ id: kit.vaultId, title: 'ai-agents' }]);
    const item = await client.items.get('ai-agents', 'api');
    expect(item).toMatchObject({ title: 'api', vault: 'ai-agents', placement: expect.any(String) });
    expect(JSON.stringify(item)).not.toContain(CANARY);
    await expect(client.items.get('ai-agents', 'none')).rejects.toMatchObject({ code: 'ITEM_NOT_FOUND' });
  });
});

describe('a client', () => {
  it('lists what the agent may use, and nothing once it is closed', async () => {
    const { client } = await openClient();
    expect((await client.items.list()).map(({ title }) => title)).toEqual(['api']);
    await client[Symbol.asyncDispose]();
    await client.close();
    await expect(client.items.list()).rejects.toMatchObject({ code: 'CLIENT_CLOSED' });
    await expect(client.secrets.resolve('op://a/b/c')).rejects.toMatchObject({ code: 'CLIENT_CLOSED' });
  });

  it('is not opened for a token that is not valid', async () => {
    const { folder, agent } = await openAgentKit();
    const auth = `${agent.token.slice(0, -1)}!`;
    await expect(createClient({ auth, home: folder, ...INTEGRATION })).rejects.toMatchObject({
      code: 'IDENTITY_TOKEN_INVALID',
    });
  });
});
