import { recordChange, type AuditTrail } from '../audit/index.ts';
import { KeywardError, newId, type Random } from '../core/index.ts';
import type { AgentRecord } from '../identity/index.ts';
import type { ItemRow, OverviewRow, VaultHead, VaultStore } from '../vault/index.ts';
import { permit, permitVault } from './permit.ts';
import { eventOf, type SealedVisit } from './event.ts';
import { refusalOf, type SealedRefusal } from './refusal.ts';

export type { SealedRefusal } from './refusal.ts';
export type { SealedVisit } from './event.ts';

export interface SealedDeskDeps {
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
  /** What will be read, as the client says it: nobody here can see. */
  readonly field?: string | undefined;
  readonly attribute?: string | undefined;
}

/** Everything below is recorded before it is answered; what cannot be recorded is not handed over. No method throws. */
export interface SealedDesk {
  /** What its token is identified by, and the vaults it may read. */
  agent(visit: SealedVisit): Promise<Handed<{ readonly record: AgentRecord; readonly vaults: readonly VaultHead[] }>>;
  items(visit: SealedVisit, wanted: Wanted): Promise<Handed<readonly OverviewRow[]>>;
  item(visit: SealedVisit, wanted: WantedItem): Promise<Handed<OverviewRow>>;
  /** The values, sealed: the read is recorded, and counted where uses are, before they are handed over. */
  open(visit: SealedVisit, order: OpenOrder): Promise<Handed<ItemRow>>;
}

interface Wanted {
  readonly vaultId: string;
  readonly titleHash?: Uint8Array | undefined;
}

interface WantedItem {
  readonly vaultId: string;
  readonly itemId: string;
}

export function createSealedDesk(deps: SealedDeskDeps): SealedDesk {
  const handOver = async <Rows>(
    visit: SealedVisit,
    find: (parts: { readonly visit: SealedVisit; readonly callId: string }) => Promise<Rows>,
  ): Promise<Handed<Rows>> => {
    const callId = newId(deps.random);
    // Before the rows: a change while they are read must not be taken for one already seen.
    const change = await deps.change();
    return find({ visit, callId }).then(
      (rows): Handed<Rows> => ({ kind: 'handed', rows, change, callId }),
      async (error: unknown) => refusalOf({ ...deps, visit, callId }, error),
    );
  };
  return {
    agent: async (visit) =>
      handOver(visit, async ({ callId }) => {
        permit(visit);
        const { record } = visit.holder;
        const vaults = await Promise.all(record.sealedKeys.map(async ({ vaultId }) => deps.store.getVault(vaultId)));
        const detail = { sealed: true, vault_keys: record.sealedKeys.length };
        await deps.trail.record({ ...eventOf(visit, callId), type: 'session.opened', detail });
        return { record, vaults: vaults.filter((vault) => vault !== undefined) };
      }),
    items: async (visit, { vaultId, titleHash }) =>
      handOver(visit, async ({ callId }) => {
        const { only } = permitVault(visit, vaultId);
        const { store } = deps;
        const found = await (titleHash === undefined ? store.listItems(vaultId) : store.findItems(vaultId, titleHash));
        const rows = found.filter(({ id }) => only === undefined || only.has(id));
        await recordListed(deps, { visit, callId, vaultId, items: rows.length });
        return rows.map(withoutDetails);
      }),
    item: async (visit, { vaultId, itemId }) =>
      handOver(visit, async ({ callId }) => {
        const { only } = permitVault(visit, vaultId);
        const row = only === undefined || only.has(itemId) ? await deps.store.getItem(vaultId, itemId) : undefined;
        if (row === undefined) throw notFound();
        await recordListed(deps, { visit, callId, vaultId, items: 1 });
        return withoutDetails(row);
      }),
    open: async (visit, order) => handOver(visit, async ({ callId }) => open(deps, { visit, callId }, order)),
  };
}

interface Handing {
  readonly visit: SealedVisit;
  readonly callId: string;
}

async function open(deps: SealedDeskDeps, { visit, callId }: Handing, order: OpenOrder): Promise<ItemRow> {
  const { store, trail } = deps;
  const { vaultId, itemId, version, field, attribute } = order;
  const { only, spend } = permitVault(visit, vaultId);
  const read = async (): Promise<ItemRow> => {
    const row = only === undefined || only.has(itemId) ? await store.getItem(vaultId, itemId) : undefined;
    if (row === undefined) throw notFound();
    if (row.version !== version) throw changed();
    return row;
  };
  if (order.change !== undefined && order.change !== (await deps.change())) throw changed();
  await read();
  const event = {
    ...eventOf(visit, callId),
    type: 'item.resolved',
    vault: { id: vaultId },
    item: { id: itemId, version },
    // The name of the field is the client's word: what is sealed says it to nobody here.
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

async function recordListed({ trail }: SealedDeskDeps, { visit, callId, vaultId, items }: Listed): Promise<void> {
  const detail = { sealed: true, items };
  await trail.record({ ...eventOf(visit, callId), type: 'items.listed', vault: { id: vaultId }, detail });
}

function withoutDetails({ details: _details, ...overview }: ItemRow): OverviewRow {
  return overview;
}

function notFound(): KeywardError {
  return new KeywardError('ITEM_NOT_FOUND', 'the vault has no such item');
}

function changed(): KeywardError {
  return new KeywardError('ITEM_CHANGED', 'the item was changed in the meantime');
}
