import type {
  CallAnswer,
  CallContext,
  CallInput,
  ItemDetail,
  ListedItem,
  Pending,
  Refusal,
  Resolved,
} from '../broker/index.ts';
import { KeywardError, type SecretValue } from '../core/index.ts';
import { callInputOf, type FetchInit } from './call-input-of.ts';
import { errorOf, type Failed } from './error-of.ts';
import { responseOf } from './response-of.ts';

export interface Client extends AsyncDisposable {
  readonly items: {
    /**
     * Every item this agent may use, or those of one vault by its name or id, without a value. Throws
     * `IDENTITY_TOKEN_INVALID`, `INTERNAL`, and for such a vault `VAULT_NOT_FOUND`.
     */
    list(vault?: string): Promise<readonly ListedItem[]>;
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
   * with the code of its reason; an answer of the service, of whatever status, is returned. Where a person has to agree,
   * `APPROVAL_PENDING` is thrown, with `details.approval_id`: the identical request again is the check.
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

/** Where a client asks: the broker of this process, or a server. What it throws is what the client throws. */
export interface ClientBackend {
  call(context: CallContext, input: CallInput): Promise<CallAnswer | Refusal | Pending>;
  listItems(context: CallContext): Promise<readonly ListedItem[]>;
  describeItem(context: CallContext, location: { readonly vault: string; readonly item: string }): Promise<ItemDetail>;
  listVaults(context: CallContext): Promise<readonly { readonly id: string; readonly name: string }[]>;
  resolve(reference: string): Promise<ClientResolution>;
  resolveAll(references: readonly string[]): Promise<ReadonlyMap<string, ClientResolution>>;
}

export type ClientResolution =
  | Pick<Resolved, 'kind' | 'value' | 'itemId' | 'vaultId'>
  | (Failed & { readonly kind: 'unresolved' });

export interface ClientDeps {
  readonly backend: ClientBackend;
  readonly reveal: (value: SecretValue) => string;
  readonly session: CallContext['session'];
  readonly close: () => Promise<void>;
}

/** A client over an open backend. `close` is called at most once. */
export function brokeredClient(deps: ClientDeps): Client {
  const { backend, session } = deps;
  let closing: Promise<void> | undefined;
  const close = async () => (closing ??= deps.close());
  const requireOpen = (): void => {
    if (closing !== undefined) throw new KeywardError('CLIENT_CLOSED', 'the client is closed');
  };
  const context = (signal = new AbortController().signal): CallContext => {
    requireOpen();
    return { session, signal };
  };
  return {
    items: {
      async list(vault) {
        const items = await backend.listItems(context());
        if (vault === undefined) return items;
        const named = (await backend.listVaults(context())).find(({ id, name }) => id === vault || name === vault);
        if (named === undefined) throw new KeywardError('VAULT_NOT_FOUND', 'vault not found, or no right to it');
        return items.filter((item) => item.vault === named.name);
      },
      get: async (vault, item) => backend.describeItem(context(), { vault, item }),
    },
    vaults: {
      list: async () => (await backend.listVaults(context())).map(({ id, name }) => ({ id, title: name })),
    },
    secrets: {
      async resolve(reference) {
        requireOpen();
        const resolution = await backend.resolve(reference);
        if (resolution.kind === 'unresolved') throw errorOf(resolution);
        return deps.reveal(resolution.value);
      },
      async resolveAll(references) {
        requireOpen();
        return { individualResponses: responsesOf(await backend.resolveAll(references), deps.reveal) };
      },
    },
    async fetch(item, url, init = {}) {
      const { signal, approvalWaitMs } = init;
      const answer = await backend.call(
        { ...context(signal ?? undefined), approvalWaitMs },
        callInputOf(item, url, init),
      );
      if (answer.kind !== 'answered') throw errorOf(answer);
      return responseOf(answer);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function responsesOf(
  resolutions: ReadonlyMap<string, ClientResolution>,
  reveal: ClientDeps['reveal'],
): ResolveAllResponse['individualResponses'] {
  const responses = Array.from(resolutions, ([reference, resolution]): [string, ResolveResponse] => {
    if (resolution.kind === 'unresolved') return [reference, { error: errorOf(resolution) }];
    const { value, itemId, vaultId } = resolution;
    return [reference, { content: { secret: reveal(value), itemId, vaultId } }];
  });
  return Object.fromEntries(responses);
}
