import { describe, expect, it } from 'vitest';
import { createBroker, createUsageHistory, type Broker } from '../../src/broker/index.ts';
import { SecretValue, silentLogger, systemRandom, type Json } from '../../src/core/index.ts';
import { createOutbound } from '../../src/outbound/index.ts';
import { buildBinding } from '../../src/policy/index.ts';
import {
  storeFailure,
  storeRegistry,
  type ItemSummary,
  type ReadStore,
  type StoreFailure,
} from '../../src/secrets/index.ts';
import { CANARY, openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { echo, startHttpPeer } from '../support/lab/http-peer.ts';

const VAULT = { id: 'outside-vault', name: 'outside' };
const OUTSIDE_SECRET = 'kwtest_outside_5Zt8Qw3Lx7Vb2Nc9';

interface MemoryItem {
  readonly title: string;
  readonly binding: Json;
  readonly value?: string;
  readonly fails?: StoreFailure;
}

/** A store that tells neither sizes nor versions, and lists one item a page: as a service over a network may. */
function memoryStore(items: readonly MemoryItem[]): ReadStore {
  const summaries = items.map(({ title, binding }, index): ItemSummary => ({
    id: `outside-${index}`,
    vaultId: VAULT.id,
    vaultName: VAULT.name,
    title,
    category: 'api-credential',
    tags: [],
    binding,
    fields: [{ id: 'credential', label: 'credential', type: 'concealed', isConcealed: true }],
  }));
  const found = (name: string) => {
    const fitting = summaries.filter(({ id, title }) => [id, title, `${VAULT.name}/${title}`].includes(name));
    const [item] = fitting;
    if (item === undefined) return { kind: 'none' } as const;
    const candidates = fitting.map(({ id }) => id);
    return fitting.length > 1 ? ({ kind: 'ambiguous', candidates } as const) : ({ kind: 'found', item } as const);
  };
  return {
    async list(cursor = '0') {
      const index = Number(cursor);
      const nextCursor = index + 1 < summaries.length ? { nextCursor: String(index + 1) } : {};
      return { items: summaries.slice(index, index + 1), ...nextCursor };
    },
    listVaults: async () => [VAULT],
    find: async (reference) => found(reference),
    findIn: async (vault, item) => ([VAULT.id, VAULT.name].includes(vault) ? found(item) : { kind: 'no_vault' }),
    async open({ id }) {
      const item = items[summaries.findIndex((summary) => summary.id === id)];
      if (item === undefined) throw storeFailure('not_found', VAULT.name);
      if (item.fails !== undefined) throw storeFailure(item.fails, VAULT.name);
      return new Map([['credential', SecretValue.fromText(item.value ?? OUTSIDE_SECRET)]]);
    },
  };
}

function brokerWith(kit: AgentKit, store: ReadStore): Broker {
  const outside = { vaultIds: new Set([VAULT.id]), read: store };
  return createBroker({
    trail: kit.trail,
    approvals: kit.approvals,
    usage: createUsageHistory({ store: kit.storage.usage }),
    outbound: createOutbound({ logger: silentLogger, clock: kit.clock }),
    clock: kit.clock,
    random: systemRandom,
    logger: silentLogger,
    caller: {
      async identify() {
        const identified = await kit.caller.identify();
        if (identified.kind === 'refused') return identified;
        return { ...identified, store: storeRegistry(identified.store, [outside]) };
      },
    },
  });
}

async function setUp(items: (binding: Json) => readonly MemoryItem[]) {
  const kit = await openAgentKit();
  const upstream = await startHttpPeer({ answer: echo });
  const flags = { urls: [upstream.origin], auth: { scheme: 'bearer' } };
  const binding: Json = JSON.parse(JSON.stringify(buildBinding(flags)));
  const broker = brokerWith(kit, memoryStore(items(binding)));
  const call = async (item: string) => broker.call(kit.context, { item, method: 'GET', url: `${upstream.origin}/` });
  return { kit, upstream, flags, broker, call };
}

describe('a second store that serves one vault', () => {
  it('gives the secret of its item to a call, which is recorded without a version', async () => {
    const { kit, upstream, call } = await setUp((binding) => [{ title: 'remote', binding }]);
    const answer = await call('outside/remote');
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    expect(upstream.seen[0]?.headers.authorization).toBe(`Bearer ${OUTSIDE_SECRET}`);
    expect(JSON.stringify(answer)).not.toContain(OUTSIDE_SECRET);
    const [outcome] = await kit.trail.list();
    expect(outcome).toMatchObject({ item: { id: 'outside-0', title: 'remote' }, vault: VAULT });
    expect(outcome?.['item']).not.toHaveProperty('version');
  });

  it('leaves the other vaults to the embedded one, and both are listed, page by page', async () => {
    const { kit, upstream, flags, broker, call } = await setUp((binding) =>
      ['b', 'a', 'c'].map((title) => ({ title, binding })),
    );
    await kit.addItem('own', flags);
    expect(await call('own')).toMatchObject({ kind: 'answered' });
    expect(upstream.seen[0]?.headers.authorization).toBe(`Bearer ${CANARY}`);
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await broker.listItems(kit.context, { limit: 2, cursor });
      if (page.kind === 'refused') throw new Error(page.code);
      listed.push(...page.items.map(({ vault, title }) => `${vault}/${title}`));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(listed).toEqual(['ai-agents/own', 'outside/a', 'outside/b', 'outside/c']);
  });

  it('makes a name that both have ambiguous, never the first of them', async () => {
    const { kit, upstream, flags, call } = await setUp((binding) => [{ title: 'same', binding }]);
    await kit.addItem('same', flags);
    const nearest = { items: ['ai-agents/same', 'outside/same'] };
    expect(await call('same')).toMatchObject({ kind: 'refused', code: 'ITEM_AMBIGUOUS', nearest });
    expect(upstream.seen).toEqual([]);
  });

  it('is not believed about a vault that is not its own', async () => {
    const { kit, upstream, flags } = await setUp(() => []);
    const binding: Json = JSON.parse(JSON.stringify(buildBinding(flags)));
    const honest = memoryStore([{ title: 'forged', binding }]);
    const forging: ReadStore = {
      ...honest,
      async find(reference) {
        const found = await honest.find(reference);
        return found.kind === 'found' ? { ...found, item: { ...found.item, vaultId: kit.vaultId } } : found;
      },
    };
    const input = { item: 'forged', method: 'GET', url: `${upstream.origin}/` };
    expect(await brokerWith(kit, forging).call(kit.context, input)).toMatchObject({ code: 'ITEM_NOT_FOUND' });
  });

  it('has its secrets measured when they are open, where it does not tell their size', async () => {
    const { kit, upstream, call } = await setUp((binding) => [{ title: 'short', binding, value: 'short' }]);
    expect(await call('short')).toMatchObject({ kind: 'refused', code: 'POLICY_SECRET_TOO_SHORT', sent: 'no' });
    expect(upstream.seen).toEqual([]);
    expect(await kit.recorded()).toEqual(['call.intent', 'call.outcome POLICY_SECRET_TOO_SHORT']);
  });

  const failures: readonly (readonly [StoreFailure, string])[] = [
    ['not_found', 'ITEM_NOT_FOUND'],
    ['ambiguous', 'ITEM_AMBIGUOUS'],
    ['denied', 'STORE_DENIED'],
    ['unavailable', 'STORE_UNAVAILABLE'],
    ['rate_limited', 'STORE_RATE_LIMITED'],
    ['deleted', 'ITEM_DELETED'],
  ];
  it.each(failures)('that answers %s refuses the call with %s, before anything is sent', async (fails, code) => {
    const { kit, upstream, call } = await setUp((binding) => [{ title: 'broken', binding, fails }]);
    expect(await call('broken')).toMatchObject({ kind: 'refused', code, sent: 'no' });
    expect(upstream.seen).toEqual([]);
    expect(await kit.recorded()).toEqual(['call.intent', `call.outcome ${code}`]);
  });

  it('takes no captured credential where it has no port for that', async () => {
    const kit = await openAgentKit();
    const identified = await kit.caller.identify();
    if (identified.kind === 'refused') throw new Error(identified.reason);
    const outside = { vaultIds: new Set([VAULT.id]), read: memoryStore([]) };
    const store = storeRegistry(identified.store, [outside]);
    const value = SecretValue.fromText(CANARY);
    await expect(store.findCaptured(VAULT.id, value)).rejects.toMatchObject({ code: 'STORE_DENIED' });
    const credential = { vaultId: kit.vaultId, title: 'new', value, clock: kit.clock, random: systemRandom };
    expect(await store.capture(credential)).toMatchObject({ title: 'new', vaultId: kit.vaultId });
    expect(await store.findCaptured(kit.vaultId, value)).toMatchObject({ title: 'new' });
  });
});
