import { newId } from '../core/index.ts';
import { describeAuth } from '../outbound/index.ts';
import type { Binding } from '../policy/index.ts';
import type { ItemSummary } from '../secrets/index.ts';
import { bindingOf } from './binding-of.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import { refusal, refusalFromError, type Refusal } from './outcome.ts';
import { recordEvent } from './record-event.ts';

const DEFAULT_LIMIT = 50;

export interface ListQuery {
  readonly filter?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export type ListedItem = {
  readonly id: string;
  readonly vault: string;
  readonly title: string;
  readonly category: string;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  readonly placement: string;
  readonly approval: string;
  readonly usable: boolean;
};

export interface ItemPage {
  readonly kind: 'page';
  readonly items: readonly ListedItem[];
  readonly nextCursor?: string;
  readonly callId: string;
}

/** The items of the vaults granted to the caller, in a stable order, a page at a time. */
export async function listItems(deps: BrokerDeps, context: CallContext, query: ListQuery): Promise<ItemPage | Refusal> {
  const callId = newId(deps.random);
  try {
    const identified = await deps.caller.identify();
    if (identified.kind === 'refused') {
      await recordEvent(
        deps.trail,
        { callId, context },
        { type: 'items.listed', outcome: { result: 'denied', code: 'IDENTITY_TOKEN_INVALID' } },
      );
      return refusal(callId, { code: 'IDENTITY_TOKEN_INVALID', reason: identified.reason });
    }
    const { principal, store } = identified;
    const items = (await store.list())
      .map(listed)
      .filter((item) => matches(item, query.filter))
      .sort(byName);
    const page = pageOf(items, query);
    await recordEvent(
      deps.trail,
      { callId, context, principal },
      { type: 'items.listed', detail: { items: page.items.length } },
    );
    return { kind: 'page', callId, ...page };
  } catch (error) {
    return refusalFromError(callId, error);
  }
}

function listed(item: ItemSummary): ListedItem {
  const { id, vaultName, title, category } = item;
  const binding = bindingOf(item);
  return { id, vault: vaultName, title, category, ...(binding === undefined ? UNBOUND : boundFacts(binding)) };
}

const UNBOUND = { origins: [], methods: [], paths: [], placement: 'none', approval: 'never', usable: false } as const;

function boundFacts(binding: Binding): Omit<ListedItem, 'id' | 'vault' | 'title' | 'category'> {
  const allowing = binding.rules.filter((rule) => rule.effect !== 'deny');
  return {
    origins: binding.origins,
    methods: unique(allowing.flatMap((rule) => rule.methods)),
    paths: unique(allowing.map((rule) => rule.path)),
    placement: describeAuth(binding.auth),
    approval: unique(allowing.map((rule) => rule.approval ?? binding.approval)).join(', '),
    usable: true,
  };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

function matches(item: ListedItem, filter: string | undefined): boolean {
  if (filter === undefined || filter === '') return true;
  const wanted = filter.toLowerCase();
  return [item.title, item.vault, item.category, ...item.origins].some((text) => text.toLowerCase().includes(wanted));
}

function byName(a: ListedItem, b: ListedItem): number {
  const left = `${a.vault}/${a.title}/${a.id}`;
  const right = `${b.vault}/${b.title}/${b.id}`;
  return left < right ? -1 : Number(left > right);
}

// The cursor is the id of the last item shown: it stays true when items come and go in between.
function pageOf(
  items: readonly ListedItem[],
  { cursor, limit = DEFAULT_LIMIT }: ListQuery,
): Pick<ItemPage, 'items' | 'nextCursor'> {
  const start = cursor === undefined ? 0 : items.findIndex((item) => item.id === cursor) + 1;
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  return start + limit < items.length && last !== undefined ? { items: page, nextCursor: last.id } : { items: page };
}
