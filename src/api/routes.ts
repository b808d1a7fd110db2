import { z } from 'zod';
import { deprovisionedSchema, exchangedSchema, exchangeSchema, oauthErrorSchema } from './agent-schemas.ts';
import { callAnswerSchema, callSchema, itemListSchema, itemSchema, vaultListSchema } from './call-schemas.ts';
import {
  openOrderSchema,
  sealedAgentSchema,
  sealedItemListSchema,
  sealedItemSchema,
  sealedOverviewSchema,
} from './sealed-schemas.ts';

/** What the documented part of the API is made of: the server answers by this table, and OpenAPI is written from it. */
export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Parameters in braces, one segment each. */
  readonly path: `/v1/${string}`;
  readonly summary: string;
  /**
   * `credential` proves possession of a token, and opens nothing; `token` is the token, which opens what it opens.
   */
  readonly authentication: 'credential' | 'token' | 'deprovisioning' | 'none';
  readonly parameters?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: {
    readonly name: string;
    readonly schema: z.ZodType;
    readonly type?: string;
    /** Names of its members, where these are read in whichever of the usual ways they are written, as those of a tool. */
    readonly arguments?: readonly string[];
  };
  readonly answer: { readonly name: string; readonly schema: z.ZodType };
  /** How it is refused, where that is not a `Problem`. */
  readonly refusal?: { readonly name: string; readonly schema: z.ZodType };
}

const ref = z.string().min(1).max(256);
const id = z.string().regex(/^[a-z2-7]{26}$/);
const inVault = z.strictObject({ vault_id: id });
const inItem = z.strictObject({ vault_id: id, item_id: id });

export const ROUTES = {
  sealedAgent: {
    method: 'GET',
    path: '/v1/sealed/agent',
    summary: 'The signed rows of the agent, and the vault keys sealed to its token',
    authentication: 'credential',
    answer: { name: 'SealedAgent', schema: sealedAgentSchema },
  },
  sealedItems: {
    method: 'GET',
    path: '/v1/sealed/vaults/{vault_id}/items',
    summary: 'Sealed overviews of a vault that may be read: all, or those of one title',
    authentication: 'credential',
    parameters: inVault,
    query: z.strictObject({ title_hash: z.base64url().max(128).optional() }),
    answer: { name: 'SealedItemList', schema: sealedItemListSchema },
  },
  sealedOverview: {
    method: 'GET',
    path: '/v1/sealed/vaults/{vault_id}/items/{item_id}',
    summary: 'The sealed overview of one item',
    authentication: 'credential',
    parameters: inItem,
    answer: { name: 'SealedOverview', schema: sealedOverviewSchema },
  },
  openItem: {
    method: 'POST',
    path: '/v1/sealed/vaults/{vault_id}/items/{item_id}/open',
    summary: 'The sealed values of one item, recorded as a read before they are handed out',
    authentication: 'credential',
    parameters: inItem,
    body: { name: 'OpenOrder', schema: openOrderSchema },
    answer: { name: 'SealedItem', schema: sealedItemSchema },
  },
  call: {
    method: 'POST',
    path: '/v1/calls',
    summary: 'An HTTP request with the credential of an item, made by the server, which scrubs the answer',
    authentication: 'token',
    body: { name: 'Call', schema: callSchema, arguments: Object.keys(callSchema.shape) },
    answer: { name: 'CallAnswer', schema: callAnswerSchema },
  },
  items: {
    method: 'GET',
    path: '/v1/items',
    summary: 'The items the agent may use or read, without a value',
    authentication: 'token',
    query: z.strictObject({
      filter: z.string().max(256).optional(),
      cursor: z.string().max(4_096).optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    answer: { name: 'ItemList', schema: itemListSchema },
  },
  item: {
    method: 'GET',
    path: '/v1/items/{vault}/{item}',
    summary: 'One item by the name or id of its vault and its own, without a value',
    authentication: 'token',
    parameters: z.strictObject({ vault: ref, item: ref }),
    answer: { name: 'Item', schema: itemSchema },
  },
  vaults: {
    method: 'GET',
    path: '/v1/vaults',
    summary: 'The vaults the agent may use or read',
    authentication: 'token',
    answer: { name: 'VaultList', schema: vaultListSchema },
  },
  deprovision: {
    method: 'DELETE',
    path: '/v1/agents/{agent}',
    summary: 'Delete an agent, by a token of `keyward agent token --deprovision`',
    authentication: 'deprovisioning',
    parameters: z.strictObject({ agent: z.string().min(1).describe('Its name or id.') }),
    answer: { name: 'Deprovisioned', schema: deprovisionedSchema },
    refusal: { name: 'Refused', schema: z.strictObject({ error: z.string() }) },
  },
  exchange: {
    method: 'POST',
    path: '/v1/token',
    summary: 'A short token in exchange for the identity token of a job (RFC 8693)',
    authentication: 'none',
    body: { name: 'Exchange', schema: exchangeSchema, type: 'application/x-www-form-urlencoded' },
    answer: { name: 'Exchanged', schema: exchangedSchema },
    refusal: { name: 'ExchangeRefused', schema: oauthErrorSchema },
  },
} as const satisfies Readonly<Record<string, ApiRoute>>;

export type ApiPath<R extends ApiRoute> = R extends { readonly parameters: infer P extends z.ZodType }
  ? z.output<P>
  : Record<never, never>;
export type ApiQuery<R extends ApiRoute> = R extends { readonly query: infer Q extends z.ZodType }
  ? z.output<Q>
  : Record<never, never>;
export type ApiBody<R extends ApiRoute> = R extends { readonly body: { readonly schema: infer B extends z.ZodType } }
  ? z.output<B>
  : undefined;
export type ApiAnswer<R extends ApiRoute> = R extends {
  readonly answer: { readonly schema: infer A extends z.ZodType };
}
  ? z.output<A>
  : never;
