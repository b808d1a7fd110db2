import { describe, expect, it } from 'vitest';
import { createItemWatch } from '../../src/broker/item-changes.ts';
import { callerByToken, CANARY, openAgentKit } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { connectClient } from '../support/mcp-kit.ts';

const API = { urls: ['https://api.example.com'], auth: { scheme: 'bearer' } };

describe('a watch over what an agent may use', () => {
  it('tells of items and of the agent itself, and of nothing else', async () => {
    const kit = await openAgentKit();
    const other = await kit.owner.createVault('other');
    let caller = kit.caller;
    const watch = createItemWatch({ identify: async () => caller.identify() });
    expect(await watch.changed()).toBe(false);
    const { id } = await kit.addItem('api', API);
    expect(await watch.changed()).toBe(true);
    expect(await watch.changed()).toBe(false);

    await kit.owner.updateItem(kit.vaultId, id, { tags: ['new'] });
    expect(await watch.changed()).toBe(true);
    await kit.owner.createItem(other.id, { title: 'not granted', fields: [] });
    expect(await watch.changed()).toBe(false);
    await kit.owner.deleteItem(kit.vaultId, id);
    expect(await watch.changed()).toBe(true);
    caller = callerByToken(kit, 'kwa_of_no_agent');
    expect(await watch.changed()).toBe(true);
    expect(await kit.recorded()).toEqual([]);
  });
});

describe('a change of the items', () => {
  it('is told to a client of the 2025 era as it is', async () => {
    const { client, server, sent } = await connectClient(await openAgentKit());
    const told = new Promise((resolve) =>
      client.setNotificationHandler('notifications/resources/list_changed', resolve),
    );
    server.itemsChanged();
    await told;
    expect(sent()).toMatch(/\{"(?:jsonrpc":"2.0","method|method)":"notifications\/resources\/list_changed"[^{}]*\}$/);
    expect(client.getServerCapabilities()).toMatchObject({
      resources: { listChanged: true },
      tools: { listChanged: false },
    });
  });

  it('is told to a client of 2026-07-28 only when it listens', async () => {
    const { client, server, sent } = await connectClient(await openAgentKit(), { era: 'modern' });
    await client.listTools();
    server.itemsChanged();
    expect(sent()).not.toContain('list_changed');

    const told = new Promise((resolve) =>
      client.setNotificationHandler('notifications/resources/list_changed', resolve),
    );
    await client.listen({ resourcesListChanged: true });
    server.itemsChanged();
    await told;
  });

  it('by the owner in another process reaches the client of a running server', async () => {
    const keyward = await startKeyward();
    const flags = ['--url', 'https://api.example.com', '--auth', 'bearer'];
    const token = await keyward.prepare({ title: 'api', secret: CANARY, flags });
    const { client } = await keyward.connect({ token });
    const told = new Promise((resolve) =>
      client.setNotificationHandler('notifications/resources/list_changed', resolve),
    );
    expect((await client.listResources()).resources).toHaveLength(3);

    await keyward.json(['item', 'create', 'ai-agents/second', ...flags], CANARY);
    await told;

    expect((await client.listResources()).resources).toHaveLength(4);
  });
});
