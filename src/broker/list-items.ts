import { listAll, type ItemSummary } from '../secrets/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import { listedItem, type ListedItem } from './listed-item.ts';
import { refusal, type Refusal } from './outcome.ts';
import { readAsCaller } from './read-as-caller.ts';
import { recordEvent } from './record-event.ts';

const DEFAULT_LIMIT = 50;

export interface ListQuery {
  readonly filter?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface ItemPage {
  readonly kind: 'page';
  readonly items: readonly ListedItem[];
  readonly nextCursor?: string;
  readonly callId: string;
}

/** The items of the vaults granted to the caller, in a stable order, a page at a time. */
export async function listItems(deps: BrokerDeps, context: CallContext, query: ListQuery): Promise<ItemPage | Refusal> {
  return readAsCaller(deps, context, async ({ callId, principal, store }) => {
    const start = query.cursor === undefined ? '' : readCursor(query.cursor);
    if (start === undefined)
      return refusal(callId, { code: 'ITEM_CURSOR_INVALID', reason: 'that cursor did not come from this list' });
    const items = (await listAll(store))
      .filter((item) => matches(item, query.filter))
      .map(listedItem)
      .sort(byLocation);
    const page = pageOf(items, { start, limit: query.limit ?? DEFAULT_LIMIT });
    await recordEvent(
      deps.trail,
      { callId, context, principal },
      { type: 'items.listed', detail: { items: page.items.length } },
    );
    return { kind: 'page', callId, ...page };
  });
}

function matches(item: ItemSummary, filter: string | undefined): boolean {
  if (filter === undefined || filter === '') return true;
  const wanted = filter.toLowerCase();
  const { vault, title, category, origins } = listedItem(item);
  return [title, vault, category, ...item.tags, ...origins].some((text) => text.toLowerCase().includes(wanted));
}

function byLocation(a: ListedItem, b: ListedItem): number {
  const left = placeOf(a);
  const right = placeOf(b);
  return left < right ? -1 : Number(left > right);
}

// Vault, title and id, apart by a character that sorts before any that a name can have.
function placeOf({ vault, title, id }: ListedItem): string {
  return [vault, title, id].join('\u0000');
}

// The cursor is the sort key of the last item shown, so that it stays true when items come and go, that one too.
function pageOf(
  items: readonly ListedItem[],
  { start, limit }: { readonly start: string; readonly limit: number },
): Pick<ItemPage, 'items' | 'nextCursor'> {
  const rest = items.filter((item) => placeOf(item) > start);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return rest.length > limit && last !== undefined ? { items: page, nextCursor: writeCursor(last) } : { items: page };
}

function writeCursor(item: ListedItem): string {
  return Buffer.from(placeOf(item)).toString('base64url');
}

function readCursor(text: string): string | undefined {
  const key = Buffer.from(text, 'base64url').toString();
  return key.split('\u0000').length >= 3 ? key : undefined;
}
