import { describe, expect, it, onTestFinished } from 'vitest';
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
    const twice = new URLSearchParams('a=1&a=2');
    await expect(client.fetch('api', upstream.origin, { method: 'POST', body: twice })).rejects.toMatchObject({
      code: 'POLICY_REQUEST_INVALID',
    });
    expect(upstream.seen).toEqual([]);
  });
});

describe('a client', () => {
  it('lists what the agent may use, and nothing once it is closed', async () => {
    const { client } = await openClient();
    expect((await client.items.list()).map(({ title }) => title)).toEqual(['api']);
    await client[Symbol.asyncDispose]();
    await client.close();
    await expect(client.items.list()).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('is not opened for a token that is not valid', async () => {
    const { folder, agent } = await openAgentKit();
    const auth = `${agent.token.slice(0, -1)}!`;
    await expect(createClient({ auth, home: folder, ...INTEGRATION })).rejects.toMatchObject({
      code: 'IDENTITY_TOKEN_INVALID',
    });
  });
});
