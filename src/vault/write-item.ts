import { type Clock, KeywardError, newId, type Random } from '../core/index.ts';
import { equal } from '../crypto/index.ts';
import type { Field, FieldDraft, ItemChange, ItemDraft, ItemOverview } from './item.ts';
import { type ItemContent, openDetails, openOverview, sealItem } from './item-record.ts';
import type { ItemRow, VaultStore } from './store.ts';
import type { OpenVault } from './vault-record.ts';

export interface WriteDeps {
  readonly store: VaultStore;
  readonly clock: Clock;
  readonly random: Random;
}

const DEFAULT_CATEGORY = 'api_credential';

/** Store a new item. Throws `ITEM_INVALID`, and `ITEM_EXISTS` when the vault has an item of that title. */
export async function createItem(deps: WriteDeps, vault: OpenVault, draft: ItemDraft): Promise<ItemOverview> {
  const now = deps.clock.now();
  const content: ItemContent = {
    id: newId(deps.random),
    version: 1,
    title: draft.title,
    category: draft.category ?? DEFAULT_CATEGORY,
    tags: draft.tags ?? [],
    urls: draft.urls ?? [],
    ...(draft.binding === undefined || draft.binding === null ? {} : { binding: draft.binding }),
    fields: draft.fields.map(completeField),
    createdAt: now,
    updatedAt: now,
  };
  const row = sealItem(content, vault, deps.random);
  await refuseSameTitle(deps.store, row);
  await deps.store.insertItem(row);
  return openOverview(row, vault);
}

export interface UpdateInput {
  readonly vault: OpenVault;
  readonly itemId: string;
  readonly change: ItemChange;
}

/**
 * Change an item, one version up.
 *
 * Throws `ITEM_NOT_FOUND`, `ITEM_INVALID`, `ITEM_EXISTS` for a title that is taken, `ITEM_CHANGED` when
 * another process was faster, and `VAULT_RECORD_TAMPERED`.
 */
export async function updateItem(deps: WriteDeps, { vault, itemId, change }: UpdateInput): Promise<ItemOverview> {
  const before = await deps.store.getItem(vault.vaultId, itemId);
  if (before === undefined) throw new KeywardError('ITEM_NOT_FOUND', 'item not found in the vault');
  const overview = openOverview(before, vault);
  if (change.expectedVersion !== undefined && change.expectedVersion !== overview.version) throw changed();
  const fields = openDetails(before, overview, vault);
  const row = sealItem(applyChange({ overview, fields, change, now: deps.clock.now() }), vault, deps.random);
  if (!equal(row.titleHash, before.titleHash)) await refuseSameTitle(deps.store, row);
  if (!(await deps.store.updateItem(row, overview.version))) throw changed();
  return openOverview(row, vault);
}

interface Before {
  readonly overview: ItemOverview;
  readonly fields: readonly Field[];
  readonly change: ItemChange;
  readonly now: number;
}

function applyChange({ overview, fields, change, now }: Before): ItemContent {
  const binding = change.binding === undefined ? overview.binding : (change.binding ?? undefined);
  return {
    id: overview.id,
    version: overview.version + 1,
    title: change.title ?? overview.title,
    category: change.category ?? overview.category,
    tags: change.tags ?? overview.tags,
    urls: change.urls ?? overview.urls,
    ...(binding === undefined ? {} : { binding }),
    fields: changeFields(fields, change),
    createdAt: overview.createdAt,
    updatedAt: now,
  };
}

function changeFields(
  fields: readonly Field[],
  { setFields = [], removeFields = [] }: ItemChange,
): ItemContent['fields'] {
  const remaining = fields.filter(({ id }) => !removeFields.includes(id));
  const byId = new Map<string, ItemContent['fields'][number]>(remaining.map((field) => [field.id, field]));
  for (const field of setFields) byId.set(field.id, completeField(field));
  return [...byId.values()];
}

function completeField(draft: FieldDraft): ItemContent['fields'][number] {
  return { ...draft, label: draft.label ?? draft.id };
}

// Two processes at once may still make two items of one title: a look-up then says `ambiguous`.
async function refuseSameTitle(store: VaultStore, row: ItemRow): Promise<void> {
  const taken = await store.findItems(row.vaultId, row.titleHash);
  if (taken.length > 0) throw new KeywardError('ITEM_EXISTS', 'the vault has an item of that title already');
}

function changed(): KeywardError {
  return new KeywardError('ITEM_CHANGED', 'the item was changed by another process');
}
