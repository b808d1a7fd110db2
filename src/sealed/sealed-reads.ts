import { recordChange, type AuditTrail } from '../audit/index.ts';
import { KeywardError, newId, type Random } from '../core/index.ts';
import type { AgentRecord } from '../identity/index.ts';
import type { ItemRow, OverviewRow, VaultHead, VaultStore } from '../vault/index.ts';
import { permit, permitVault } from './permit.ts';
import { eventOf, type SealedRequest } from './event.ts';
import { refusalOf, type SealedRefusal } from './refusal.ts';

export type { SealedRefusal } from './refusal.ts';
export type { SealedRequest } from './event.ts';

export interface SealedReadsDeps {
  readonly store: Pick<VaultStore, 'getVault' | 'listItems' | 'getItem' | 'findItems'>;
  readonly trail: Pick<AuditTrail, 'record'>;
  /** Another text whenever something in the database was changed. */
  readonly change: () => Promise<string>;
  readonly random: Random;
}

/** Rows that were handed over, and the state of the database they are of, or an earlier one. */
export interface HandedOver<Rows> {
  readonly kind: 'handed';
  readonly rows: Rows;
  readonly change: string;
  readonly callId: string;
}

export type Handed<Rows> = HandedOver<Rows> | SealedRefusal;

export interface OpenOrder {
  readonly vaultId: string;
  readonly itemId: string;
  readonly version: number;
  readonly change?: string | undefined;
  /** What will be read, as the client says it: it cannot be seen here. */
  readonly field?: string | undefined;
  readonly attribute?: string | undefined;
}

/** Everything below is recorded before it is answered; what cannot be recorded is not handed over. No method throws. */
export interface SealedReads {
  /** What its token is identified by, and the vaults it may read. */
  agent(
    incoming: SealedRequest,
  ): Promise<Handed<{ readonly record: AgentRecord; readonly vaults: readonly VaultHead[] }>>;
  items(incoming: SealedRequest, wanted: Wanted): Promise<Handed<readonly OverviewRow[]>>;
  item(incoming: SealedRequest, wanted: WantedItem): Promise<Handed<OverviewRow>>;
  /** The values, sealed: the read is recorded, and counted where uses are, before they are handed over. */
  open(incoming: SealedRequest, order: OpenOrder): Promise<Handed<ItemRow>>;
}

interface Wanted {
  readonly vaultId: string;
  readonly titleHash?: Uint8Array | undefined;
}

interface WantedItem {
  readonly vaultId: string;
  readonly itemId: string;
}

export function createSealedReads(deps: SealedReadsDeps): SealedReads {
  const handOver = async <Rows>(
    incoming: SealedRequest,
    find: (parts: { readonly incoming: SealedRequest; readonly callId: string }) => Promise<Rows>,
  ): Promise<Handed<Rows>> => {
    const callId = newId(deps.random);
    // Before the rows: a change while they are read must not be taken for one already seen.
    const change = await deps.change();
    return find({ incoming, callId }).then(
      (rows): Handed<Rows> => ({ kind: 'handed', rows, change, callId }),
      async (error: unknown) => refusalOf({ ...deps, incoming, callId }, error),
    );
  };
  return {
    agent: async (incoming) =>
      handOver(incoming, async ({ callId }) => {
        permit(incoming);
        const { record } = incoming.holder;
        const vaults = await Promise.all(record.sealedKeys.map(async ({ vaultId }) => deps.store.getVault(vaultId)));
        const detail = { sealed: true, vault_keys: record.sealedKeys.length };
        await deps.trail.record({ ...eventOf(incoming, callId), type: 'session.opened', detail });
        return { record, vaults: vaults.filter((vault) => vault !== undefined) };
      }),
    items: async (incoming, { vaultId, titleHash }) =>
      handOver(incoming, async ({ callId }) => {
        const { only } = permitVault(incoming, vaultId);
        const { store } = deps;
        const found = await (titleHash === undefined ? store.listItems(vaultId) : store.findItems(vaultId, titleHash));
        const rows = found.filter(({ id }) => only === undefined || only.has(id));
        await recordListed(deps, { incoming, callId, vaultId, items: rows.length });
        return rows.map(withoutDetails);
      }),
    item: async (incoming, { vaultId, itemId }) =>
      handOver(incoming, async ({ callId }) => {
        const { only } = permitVault(incoming, vaultId);
        const row = only === undefined || only.has(itemId) ? await deps.store.getItem(vaultId, itemId) : undefined;
        if (row === undefined) throw notFound();
        await recordListed(deps, { incoming, callId, vaultId, items: 1 });
        return withoutDetails(row);
      }),
    open: async (incoming, order) => handOver(incoming, async ({ callId }) => open(deps, { incoming, callId }, order)),
  };
}

interface Handing {
  readonly incoming: SealedRequest;
  readonly callId: string;
}

async function open(deps: SealedReadsDeps, { incoming, callId }: Handing, order: OpenOrder): Promise<ItemRow> {
  const { store, trail } = deps;
  const { vaultId, itemId, version, field, attribute } = order;
  const { only, spend } = permitVault(incoming, vaultId);
  const read = async (): Promise<ItemRow> => {
    const row = only === undefined || only.has(itemId) ? await store.getItem(vaultId, itemId) : undefined;
    if (row === undefined) throw notFound();
    if (row.version !== version) throw changed();
    return row;
  };
  if (order.change !== undefined && order.change !== (await deps.change())) throw changed();
  await read();
  const event = {
    ...eventOf(incoming, callId),
    type: 'item.resolved',
    vault: { id: vaultId },
    item: { id: itemId, version },
    // The name of the field is the client's word: sealed rows do not say it.
    detail: {
      sealed: true,
      ...(field === undefined ? {} : { claimed_field: field }),
      claimed_attribute: attribute ?? 'value',
    },
  } as const;
  return recordChange(trail, event, {
    async change() {
      const row = await read();
      await spend?.();
      return row;
    },
  });
}

interface Listed extends Handing {
  readonly vaultId: string;
  readonly items: number;
}

async function recordListed({ trail }: SealedReadsDeps, { incoming, callId, vaultId, items }: Listed): Promise<void> {
  const detail = { sealed: true, items };
  await trail.record({ ...eventOf(incoming, callId), type: 'items.listed', vault: { id: vaultId }, detail });
}

function withoutDetails({ details: _details, ...overview }: ItemRow): OverviewRow {
  return overview;
}

function notFound(): KeywardError {
  return new KeywardError('ITEM_NOT_FOUND', 'the vault has no such item');
}

function changed(): KeywardError {
  return new KeywardError('ITEM_CHANGED', 'the item was changed by another process');
}
