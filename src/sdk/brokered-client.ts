import type { Broker, CallContext, ListedItem, Refusal } from '../broker/index.ts';
import { KeywardError } from '../core/index.ts';
import { callInputOf, type FetchInit } from './call-input-of.ts';
import { responseOf } from './response-of.ts';

const PAGE_SIZE = 200;

export interface Client extends AsyncDisposable {
  readonly items: {
    /** Every item this agent may use, without a value. Throws `IDENTITY_TOKEN_INVALID`, `INTERNAL`. */
    list(): Promise<readonly ListedItem[]>;
  };
  /**
   * An HTTP request with the credential of `item` (title, id, or vault/title), which Keyward places and scrubs
   * from the answer. Redirects are followed only where the owner said so. A refusal is thrown as a `KeywardError`
   * with the code of its reason; an answer of the service, of whatever status, is returned.
   */
  fetch(item: string, url: string | URL, init?: FetchInit): Promise<Response>;
  /** Waits for calls under way, then closes connections and files. Safe to call twice. */
  close(): Promise<void>;
}

export interface ClientDeps {
  readonly broker: Broker;
  readonly session: CallContext['session'];
  readonly close: () => Promise<void>;
}

/** A client over an open broker. `close` is called at most once. */
export function brokeredClient(deps: ClientDeps): Client {
  const { broker, session } = deps;
  let closing: Promise<void> | undefined;
  const close = async () => (closing ??= deps.close());
  const context = (signal = new AbortController().signal): CallContext => {
    if (closing !== undefined) throw new KeywardError('CONFIG_INVALID', 'this client is closed');
    return { session, signal };
  };
  return {
    items: { list: async () => listAll(broker, context()) },
    async fetch(item, url, init = {}) {
      const answer = await broker.call(context(init.signal ?? undefined), callInputOf(item, url, init));
      if (answer.kind === 'refused') throw errorOf(answer);
      return responseOf(answer);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listAll(broker: Broker, context: CallContext): Promise<readonly ListedItem[]> {
  const items: ListedItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await broker.listItems(context, { cursor, limit: PAGE_SIZE });
    if (page.kind === 'refused') throw errorOf(page);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

function errorOf({ code, reason, hint, nearest, callId }: Refusal): KeywardError {
  return new KeywardError(code, reason, {
    hint,
    details: nearest === undefined ? { call_id: callId } : { call_id: callId, nearest },
  });
}
