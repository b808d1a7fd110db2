import type { Broker, CallContext, ItemDetail, ListedItem, Reader, Refusal, Unresolved } from '../broker/index.ts';
import { KeywardError, type SecretValue } from '../core/index.ts';
import { callInputOf, type FetchInit } from './call-input-of.ts';
import { responseOf } from './response-of.ts';

const PAGE_SIZE = 200;

export interface Client extends AsyncDisposable {
  readonly items: {
    /** Every item this agent may use, without a value. Throws `IDENTITY_TOKEN_INVALID`, `INTERNAL`. */
    list(): Promise<readonly ListedItem[]>;
    /** One item by the name or id of its vault and its own, without a value. Throws `ITEM_NOT_FOUND` and as `list`. */
    get(vault: string, item: string): Promise<ItemDetail>;
  };
  readonly vaults: {
    /** The vaults this agent may use or read, empty ones too. Throws `IDENTITY_TOKEN_INVALID`. */
    list(): Promise<readonly { readonly id: string; readonly title: string }[]>;
  };
  readonly secrets: {
    /**
     * The value of `op://vault/item/[section/]field`, for an agent with a `read` grant; each read is recorded. Throws
     * `IDENTITY_NOT_PERMITTED` for one that may only use the item, `REFERENCE_INVALID`, `VAULT_NOT_FOUND`,
     * `ITEM_NOT_FOUND`, `ITEM_AMBIGUOUS`, `ITEM_FIELD_NOT_FOUND` and `REFERENCE_UNSUPPORTED`.
     */
    resolve(reference: string): Promise<string>;
    /** Several at once, each with its value or its error. Throws `CLIENT_CLOSED` alone. */
    resolveAll(references: readonly string[]): Promise<ResolveAllResponse>;
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

export interface ResolveAllResponse {
  /** By reference. */
  readonly individualResponses: Readonly<Record<string, ResolveResponse>>;
}

export interface ResolveResponse {
  readonly content?: { readonly secret: string; readonly itemId: string; readonly vaultId: string };
  readonly error?: KeywardError;
}

export interface ClientDeps {
  readonly broker: Broker;
  /** Opened when the first value is asked for. */
  readonly reader: () => Promise<Pick<Reader, 'resolve' | 'resolveAll' | 'vaults'>>;
  readonly reveal: (value: SecretValue) => string;
  readonly session: CallContext['session'];
  readonly close: () => Promise<void>;
}

/** A client over an open broker. `close` is called at most once. */
export function brokeredClient(deps: ClientDeps): Client {
  const { broker, session } = deps;
  let closing: Promise<void> | undefined;
  const close = async () => (closing ??= deps.close());
  const requireOpen = (): void => {
    if (closing !== undefined) throw new KeywardError('CLIENT_CLOSED', 'this client is closed');
  };
  const context = (signal = new AbortController().signal): CallContext => {
    requireOpen();
    return { session, signal };
  };
  const openReader = async () => {
    requireOpen();
    return deps.reader();
  };
  return {
    items: {
      list: async () => listAll(broker, context()),
      async get(vault, item) {
        const described = await broker.describeItem(context(), { vault, item });
        if (described.kind === 'refused') throw errorOf(described);
        return described.item;
      },
    },
    vaults: {
      async list() {
        const listed = await (await openReader()).vaults();
        if (listed.kind === 'unresolved') throw errorOf(listed);
        return listed.vaults.map(({ id, name }) => ({ id, title: name }));
      },
    },
    secrets: {
      async resolve(reference) {
        const resolution = await (await openReader()).resolve(reference);
        if (resolution.kind === 'unresolved') throw errorOf(resolution);
        return deps.reveal(resolution.value);
      },
      async resolveAll(references) {
        const resolutions = await (await openReader()).resolveAll(references);
        return { individualResponses: responsesOf(resolutions, deps.reveal) };
      },
    },
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

function responsesOf(
  resolutions: Awaited<ReturnType<Reader['resolveAll']>>,
  reveal: ClientDeps['reveal'],
): ResolveAllResponse['individualResponses'] {
  const responses = Array.from(resolutions, ([reference, resolution]): [string, ResolveResponse] => {
    if (resolution.kind === 'unresolved') return [reference, { error: errorOf(resolution) }];
    const { value, itemId, vaultId } = resolution;
    return [reference, { content: { secret: reveal(value), itemId, vaultId } }];
  });
  return Object.fromEntries(responses);
}

function errorOf({
  code,
  reason,
  hint,
  nearest,
  callId,
}: (Refusal | Unresolved) & Pick<Refusal, 'nearest'>): KeywardError {
  return new KeywardError(code, reason, {
    hint,
    details: nearest === undefined ? { call_id: callId } : { call_id: callId, nearest },
  });
}
