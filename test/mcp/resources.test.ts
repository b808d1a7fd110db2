import type { ListResourcesResult } from '@modelcontextprotocol/client';
import { describe, expect, it } from 'vitest';
import { systemRandom } from '../../src/core/index.ts';
import { revokeAgent } from '../../src/identity/index.ts';
import { CANARY, openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { connectClient, ERAS, type McpKit } from '../support/mcp-kit.ts';
import { draft } from '../support/vault-kit.ts';

const API = { urls: ['https://api.example.com'], auth: { scheme: 'bearer' }, allow: ['GET /v1/**'] };

describe.each(ERAS)('resources for a client of the %s era', (era) => {
  it('are the items, each item, and the session, and never a value', async () => {
    const kit = await openAgentKit();
    await kit.addItem('my api', API);
    const { client, sent } = await connectClient(kit, { era });

    const { resources } = await client.listResources();
    const { resourceTemplates } = await client.listResourceTemplates();
    const items = await readJson(client, 'keyward://items');
    const item = await readJson(client, 'keyward://items/ai-agents/my%20api');
    const session = await readJson(client, 'keyward://session');

    expect(resources.map(({ uri }) => uri)).toEqual([
      'keyward://items',
      'keyward://session',
      'keyward://items/ai-agents/my%20api',
    ]);
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['keyward://items/{vault}/{item}']);
    expect(items).toMatchObject({ items: [{ title: 'my api', origins: ['https://api.example.com'] }], complete: true });
    expect(item).toMatchObject({
      title: 'my api',
      allows: [{ methods: ['GET'], path: '/v1/**', approval: 'never' }],
      tags: [],
    });
    expect(session).toMatchObject({ agent: 'claude-desktop', calls: { answered: 0 }, items: [], era });
    expect(sent()).not.toContain(CANARY);
  });

  it('say that nothing of them may be stored by anybody else', async () => {
    const kit = await openAgentKit();
    const { client, sent } = await connectClient(kit, { era });
    await client.listTools();
    await client.listResources();
    await client.listPrompts();
    await client.readResource({ uri: 'keyward://items' });

    expect(sent()).not.toContain('"cacheScope":"public"');
    if (era === 'modern') expect(sent()).toMatch(/"contents".*"ttlMs":0.*"cacheScope":"private"/);
  });
});

describe('the resource of the session', () => {
  it('counts what this connection used, and nothing of other connections', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
    const { client } = await connectClient(kit);
    const elsewhere = { ...kit.context, session: { ...kit.context.session, connection_id: 'another' } };

    await client.callTool({ name: 'http_get', arguments: { item: 'api', url: `${upstream.origin}/` } });
    await client.callTool({ name: 'http_get', arguments: { item: 'api', url: `${upstream.origin}/` } });
    await client.callTool({ name: 'http_get', arguments: { item: 'api', url: 'https://elsewhere.test/' } });
    await kit.broker.call(elsewhere, { item: 'api', method: 'GET', url: `${upstream.origin}/` });

    expect(await readJson(client, 'keyward://session')).toMatchObject({
      calls: { answered: 2, refused: 1, failed: 0 },
      items: [{ vault: 'ai-agents', title: 'api', calls: 2 }],
    });
    expect(await kit.broker.sessionUse(elsewhere)).toMatchObject({ use: { answered: 1 } });
  });
});

describe('an address that is no resource', () => {
  it.each([
    'keyward://items/ai-agents/nothing',
    'keyward://items/ai-agents',
    'keyward://items/a/b/c',
    'keyward://items/%E0%A4%A/x',
    'keyward://ITEMS',
    'keyward://items/ai-agents/..%2f..%2fkeyward.db',
    'file:///etc/passwd',
    'https://example.com/',
    `keyward://items/${'{a}'.repeat(1_000)}/x`,
    `keyward://items/${'a'.repeat(100_000)}/x`,
  ])('%# is refused as not found', async (uri) => {
    const kit = await openAgentKit();
    await kit.addItem('api', API);
    const { client, sent } = await connectClient(kit);

    await expect(client.readResource({ uri })).rejects.toMatchObject({ code: -32_602 });
    expect(sent().length).toBeLessThan(10_000);
  });

  it('is an item of a vault that was not granted', async () => {
    const kit = await openAgentKit();
    const other = await kit.owner.createVault('other');
    await kit.owner.createItem(other.id, draft('hidden', CANARY));
    const { client, sent } = await connectClient(kit);

    await expect(client.readResource({ uri: 'keyward://items/other/hidden' })).rejects.toMatchObject({ code: -32_602 });
    await client.listResources();
    expect(sent().replace(/keyward:\/\/items\/other\/hidden/g, '')).not.toContain('hidden');
  });
});

describe('the list of resources', () => {
  it('pages through every item once, also when the last one shown is deleted meanwhile', async () => {
    const kit = await openAgentKit();
    const names = Array.from({ length: 70 }, (_, index) => `item ${String(index).padStart(2, '0')}`);
    const ids = new Map<string, string>();
    for (const name of names) ids.set(name, (await kit.addItem(name, API)).id);
    const { client } = await connectClient(kit);

    // One page, where `listResources` would read all of them.
    const page = async (params: { cursor?: string }): Promise<ListResourcesResult> =>
      client.request({ method: 'resources/list', params });
    const first = await page({});
    await kit.owner.deleteItem(kit.vaultId, ids.get('item 49') ?? '');
    const second = await page({ cursor: first.nextCursor ?? '' });

    const titles = [...first.resources, ...second.resources].map(({ title }) => title);
    expect(titles.filter((title = '') => title.startsWith('item '))).toEqual(names);
    expect(second.nextCursor).toBeUndefined();
    await expect(page({ cursor: 'made up' })).rejects.toMatchObject({ code: -32_602 });
  });

  it('is recorded, with the method and not a tool', async () => {
    const kit = await openAgentKit();
    await kit.addItem('api', API);
    const { client } = await connectClient(kit);
    await client.listResources();
    await client.readResource({ uri: 'keyward://items/ai-agents/api' });
    await expect(client.readResource({ uri: 'keyward://items/ai-agents/x' })).rejects.toThrow();

    expect(await kit.recorded()).toEqual(['items.listed', 'items.listed', 'items.listed ITEM_NOT_FOUND']);
    expect(await kit.trail.list()).toMatchObject([
      { session: { method: 'resources/read' } },
      { session: { method: 'resources/read' }, item: { title: 'api' } },
      { session: { method: 'resources/list' } },
    ]);
  });
});

describe('an agent that is revoked', () => {
  it('reads nothing, and is told why', async () => {
    const kit = await openAgentKit();
    await kit.addItem('api', API);
    const { client, sent } = await connectClient(kit);
    await revoke(kit);

    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual([
      'keyward://items',
      'keyward://session',
    ]);
    for (const uri of ['keyward://items', 'keyward://session', 'keyward://items/ai-agents/api']) {
      await expect(client.readResource({ uri })).rejects.toMatchObject({
        message: expect.stringContaining('the agent token is not valid'),
        data: { code: 'IDENTITY_TOKEN_INVALID' },
      });
    }
    expect(sent()).not.toContain('api.example.com');
  });
});

async function revoke({ storage, owner, clock, agent }: AgentKit): Promise<void> {
  await revokeAgent({ store: storage.identity, owner, clock, random: systemRandom }, agent.agent.id);
}

async function readJson(client: McpKit['client'], uri: string): Promise<unknown> {
  const { contents } = await client.readResource({ uri });
  const [content] = contents;
  if (content === undefined || !('text' in content)) throw new Error('no text');
  return JSON.parse(content.text);
}
