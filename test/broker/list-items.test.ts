import { describe, expect, it } from 'vitest';
import { createAgent } from '../../src/identity/index.ts';
import { createBroker, createUsageHistory } from '../../src/broker/index.ts';
import { silentLogger, systemRandom } from '../../src/core/index.ts';
import { createOutbound } from '../../src/outbound/index.ts';
import { callerByToken, CANARY, openAgentKit } from '../support/agent-kit.ts';
import { draft } from '../support/vault-kit.ts';

describe('list_items', () => {
  it('shows where each item may go and how its secret is placed, never a value', async () => {
    const kit = await openAgentKit();
    await kit.addItem('stripe', {
      urls: ['https://api.stripe.com'],
      auth: { scheme: 'header', name: 'x-api-key' },
      allow: ['GET,POST /v1/**'],
    });

    const page = await kit.broker.listItems(kit.context, {});

    expect(page).toMatchObject({
      items: [
        {
          vault: 'ai-agents',
          title: 'stripe',
          origins: ['https://api.stripe.com'],
          methods: ['GET', 'POST'],
          paths: ['/v1/**'],
          placement: 'in the header x-api-key',
          approval: 'never',
          usable: true,
        },
      ],
    });
    expect(JSON.stringify(page)).not.toContain(CANARY);
    expect(await kit.recorded()).toEqual(['items.listed']);
  });

  it('lists an item without a binding as not usable', async () => {
    const kit = await openAgentKit();
    await kit.owner.createItem(kit.vaultId, draft('loose', CANARY));

    expect(await kit.broker.listItems(kit.context, {})).toMatchObject({
      items: [{ title: 'loose', usable: false, origins: [] }],
    });
  });

  it('shows nothing of vaults that were not granted, and nothing at all without a grant', async () => {
    const kit = await openAgentKit();
    await kit.addItem('stripe', { urls: ['https://api.stripe.com'], auth: { scheme: 'bearer' } });
    const deps = { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom };
    const bare = await createAgent(deps, { name: 'bare', vaultIds: [], can: 'use', expiresInMs: 60_000 });
    const { trail, clock } = kit;
    const outbound = createOutbound({ logger: silentLogger, clock });
    const usage = createUsageHistory();
    const broker = createBroker({
      caller: callerByToken(kit, bare.token),
      trail,
      outbound,
      approvals: kit.approvals,
      usage,
      clock,
      random: systemRandom,
      logger: silentLogger,
    });

    expect(await broker.listItems(kit.context, {})).toMatchObject({ kind: 'page', items: [] });
    expect(
      await broker.call(kit.context, { item: 'stripe', method: 'GET', url: 'https://api.stripe.com/' }),
    ).toMatchObject({ code: 'ITEM_NOT_FOUND' });
  });

  it('pages through every item once, in a stable order, and filters', async () => {
    const kit = await openAgentKit();
    for (const title of ['c', 'a', 'e', 'b', 'd'])
      await kit.addItem(title, { urls: [`https://${title}.example.com`], auth: { scheme: 'bearer' } });

    const titles: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await kit.broker.listItems(kit.context, { limit: 2, cursor });
      if (page.kind === 'refused') throw new Error(page.code);
      titles.push(...page.items.map((item) => item.title));
      cursor = page.nextCursor;
    } while (cursor !== undefined);

    expect(titles).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(await kit.broker.listItems(kit.context, { filter: 'D.EXAMPLE' })).toMatchObject({ items: [{ title: 'd' }] });
    await kit.owner.createItem(kit.vaultId, draft('tagged', CANARY, { tags: ['payments'] }));
    expect(await kit.broker.listItems(kit.context, { filter: 'PAYM' })).toMatchObject({ items: [{ title: 'tagged' }] });
  });

  it('goes on after an item that was deleted meanwhile, and refuses a cursor that is none', async () => {
    const kit = await openAgentKit();
    const ids = [];
    for (const title of ['a', 'b', 'c'])
      ids.push((await kit.addItem(title, { urls: ['https://a.test'], auth: { scheme: 'bearer' } })).id);
    const first = await kit.broker.listItems(kit.context, { limit: 2 });
    if (first.kind === 'refused') throw new Error(first.code);
    await kit.owner.deleteItem(kit.vaultId, ids[1] ?? '');

    expect(await kit.broker.listItems(kit.context, { cursor: first.nextCursor })).toMatchObject({
      items: [{ title: 'c' }],
    });
    for (const cursor of ['', 'x', ids[0], Buffer.from('a/b/c').toString('base64url')])
      expect(await kit.broker.listItems(kit.context, { cursor })).toMatchObject({ code: 'ITEM_CURSOR_INVALID' });
  });
});
