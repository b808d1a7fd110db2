import { ROUTES } from '../api/index.ts';
import {
  itemDetail,
  listedItem,
  type CallAnswer,
  type CallContext,
  type CallInput,
  type ItemDetail,
  type ListedItem,
} from '../broker/index.ts';
import { KeywardError } from '../core/index.ts';
import { listAll as listAllReadable } from '../secrets/index.ts';
import type { AskApi } from './api-caller.ts';
import type { RemoteVaults } from './remote-vaults.ts';

// As long as any binding lets a service take.
const CALL_TIMEOUT_MS = 330_000;
const PAGE_SIZE = 200;

type Context = Pick<CallContext, 'signal'>;

interface ItemLocation {
  readonly vault: string;
  readonly item: string;
}

export interface RemoteBrokerDeps {
  readonly vaults: RemoteVaults;
  /** Shows the token. Throws `CLIENT_TOKEN_KEPT` where it is not to be shown. */
  readonly askWithToken: AskApi;
}

/**
 * What the server does for an agent that may only use an item. It has to open the item for that, so it gets the token. Lists come
 * from there too, but where every grant of the agent is `read`: then they are opened here.
 */
export interface RemoteBroker {
  call(context: Context, input: CallInput): Promise<CallAnswer>;
  listItems(): Promise<readonly ListedItem[]>;
  describeItem(context: Context, location: ItemLocation): Promise<ItemDetail>;
  listVaults(): Promise<readonly { readonly id: string; readonly name: string }[]>;
}

export function createRemoteBroker({ vaults, askWithToken: ask }: RemoteBrokerDeps): RemoteBroker {
  return {
    async call({ signal }, input) {
      const { call_id: callId, ...answer } = await ask(ROUTES.call, {
        body: input,
        signal,
        timeoutMs: CALL_TIMEOUT_MS,
      });
      const { location, ignored_arguments: _, ...rest } = answer;
      return { kind: 'answered', callId, ...rest, ...(location === undefined ? {} : { location }) };
    },
    async listItems() {
      const readable = await onlyReadable(vaults);
      if (readable === undefined) return listAll(ask);
      return (await listAllReadable(readable)).map(listedItem).sort(byLocation);
    },
    async describeItem(_context, { vault, item }) {
      const readable = await onlyReadable(vaults);
      if (readable === undefined) return (await ask(ROUTES.item, { path: { vault, item } })).item;
      const found = await readable.findIn(vault, item);
      if (found.kind === 'found') return itemDetail(found.item);
      const code = found.kind === 'ambiguous' ? 'ITEM_AMBIGUOUS' : 'ITEM_NOT_FOUND';
      throw new KeywardError(code, 'item not found among those the agent may use');
    },
    async listVaults() {
      const readable = await onlyReadable(vaults);
      return readable === undefined ? (await ask(ROUTES.vaults)).vaults : readable.listVaults();
    },
  };
}

/**
 * What the agent may read, where that is all it has. Decided on what the owner signed, never on the word of the server: it
 * would get the token by it.
 */
async function onlyReadable(vaults: RemoteVaults) {
  const { readable, grants } = await vaults.fresh();
  return grants.some(({ can }) => can === 'use') ? undefined : readable;
}

async function listAll(ask: AskApi): Promise<readonly ListedItem[]> {
  const items: ListedItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask(ROUTES.items, { query: { cursor, limit: String(PAGE_SIZE) } });
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== undefined);
  return items;
}

function byLocation(a: ListedItem, b: ListedItem): number {
  const [left, right] = [a, b].map(({ vault, title, id }) => [vault, title, id].join('\u0000'));
  return (left ?? '') < (right ?? '') ? -1 : 1;
}
