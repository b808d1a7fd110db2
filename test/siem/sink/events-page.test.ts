import { describe, expect, it } from 'vitest';
import { eventsPage } from '../../../src/siem/index.ts';
import { fixture, intent, outcome, START_MS, type Fixture } from '../../audit/trail-fixture.ts';

async function made(): Promise<Fixture> {
  const all = fixture();
  for (let call = 0; call < 25; call += 1) {
    await all.trail.record(intent(`call${call}`));
    await all.trail.record(
      outcome(`call${call}`, { item: { id: `item${call}`, title: 'stripe' }, vault: { id: 'v1' } }),
    );
    all.clock.advance(1_000);
  }
  await all.trail.record({
    type: 'vault.created',
    session: { principal: { kind: 'owner' } },
    vault: { id: 'v2', name: 'ai' },
  });
  return all;
}

describe('a page of the events API', () => {
  it('leads from one to the next by its cursor until there is no more, and then waits for what comes', async () => {
    const { store, trail } = await made();
    const seen: unknown[] = [];
    let body: unknown = { limit: 10 };
    for (let page = 0; page < 4; page += 1) {
      const found = await eventsPage(store, 'itemusages', body);
      seen.push(...(found?.items ?? []));
      body = { cursor: found?.cursor };
      expect(found?.has_more).toBe(page < 2);
    }
    expect(seen).toHaveLength(25);
    expect(seen[0]).toMatchObject({ action: 'server-fetch', item_uuid: 'item0', vault_uuid: 'v1' });
    await trail.record(outcome('late', { item: { id: 'late', title: 'x' } }));
    expect(await eventsPage(store, 'itemusages', body)).toMatchObject({
      items: [{ item_uuid: 'late' }],
      has_more: false,
    });
  });

  it('begins and ends at the times asked for', async () => {
    const { store } = await made();
    const at = (second: number): string => new Date(START_MS + second * 1_000).toISOString();
    const found = await eventsPage(store, 'itemusages', { start_time: at(5), end_time: at(8) });
    expect(found?.items).toMatchObject([{ item_uuid: 'item5' }, { item_uuid: 'item6' }, { item_uuid: 'item7' }]);
  });

  it('of audit events holds the changes', async () => {
    const { store } = await made();
    const found = await eventsPage(store, 'auditevents', {});
    expect(found?.items).toMatchObject([
      { action: 'create', object_type: 'vault', object_uuid: 'v2', actor_type: 'user' },
    ]);
  });

  it.each([undefined, {}, { limit: 1 }].slice(1))('takes %j', async (body) => {
    expect(await eventsPage((await made()).store, 'itemusages', body)).toBeDefined();
  });

  it.each([
    null,
    'x',
    { limit: 0 },
    { limit: 5_000 },
    { cursor: 'nonsense' },
    { cursor: 'e30' },
    { start_time: 'yesterday' },
    { more: 1 },
  ])('refuses %j', async (body) => {
    expect(await eventsPage((await made()).store, 'itemusages', body)).toBeUndefined();
  });
});
