import {
  openApiDocument,
  readClientHeaders,
  readPath,
  ROUTES,
  type ApiBody,
  type ApiPath,
  type ApiQuery,
  type ApiRoute,
  type Problem,
} from '../../api/index.ts';
import {
  plainArguments,
  problemOf,
  type Broker,
  type CallContext,
  type Pending,
  type Refusal,
} from '../../broker/index.ts';
import { ERROR_CODES } from '../../core/index.ts';
import type { AuthenticatedClient, Route, AuthenticatedRequest } from '../listener/index.ts';
import type { TokenHolder } from '../../identity/index.ts';
import { agentAnswer, itemAnswer, overviewAnswer } from './sealed-responses.ts';
import type { SealedReads, SealedRefusal, SealedRequest } from '../../sealed/index.ts';

/** Any caller that came with a token has a broker that can use it; any caller that came with a credential is the holder of one. */
export interface ApiClient extends AuthenticatedClient {
  readonly broker: Broker;
  readonly holder?: TokenHolder;
}

export const API_PATH = '/v1/';

/** Below it a credential is asked for, and a token is none. */
export const SEALED_PATH = '/v1/sealed/';

/** The documented HTTP API. */
export function createApiRoutes<G extends ApiClient>(options: {
  readonly version: string;
  readonly sealed: SealedReads;
}): readonly Route<G>[] {
  return [documentRoute(options.version), ...sealedRoutes<G>(options.sealed), ...tokenRoutes<G>()];
}

function documentRoute<G extends AuthenticatedClient>(version: string): Route<G> {
  const text = JSON.stringify(openApiDocument(version));
  const headers = { 'content-type': 'application/json' };
  const handle = async (): Promise<Response> => new Response(text, { headers });
  return { path: '/v1/openapi.json', methods: ['GET'], cors: true, authentication: 'none', handle };
}

function sealedRoutes<G extends ApiClient>(sealed: SealedReads): readonly Route<G>[] {
  const { sealedAgent, sealedItems, sealedOverview, openItem } = ROUTES;
  return [
    route<typeof sealedAgent, G>(sealedAgent, async (input) => {
      const handed = await sealed.agent(sealedRequest(input));
      return handed.kind === 'refused' ? handed : agentAnswer(handed);
    }),
    route<typeof sealedItems, G>(sealedItems, async (input) => {
      const { title_hash: hash } = input.query;
      const titleHash = hash === undefined ? undefined : Buffer.from(hash, 'base64url');
      const handed = await sealed.items(sealedRequest(input), { vaultId: input.path.vault_id, titleHash });
      if (handed.kind === 'refused') return handed;
      return { change: handed.change, items: handed.rows.map(overviewAnswer) };
    }),
    route<typeof sealedOverview, G>(sealedOverview, async (input) => {
      const { vault_id: vaultId, item_id: itemId } = input.path;
      const handed = await sealed.item(sealedRequest(input), { vaultId, itemId });
      return handed.kind === 'refused' ? handed : { change: handed.change, item: overviewAnswer(handed.rows) };
    }),
    route<typeof openItem, G>(openItem, async (input) => {
      const { vault_id: vaultId, item_id: itemId } = input.path;
      const handed = await sealed.open(sealedRequest(input), { vaultId, itemId, ...input.body });
      return handed.kind === 'refused' ? handed : itemAnswer(handed);
    }),
  ];
}

function sealedRequest({ client, context }: Pick<Input<ApiRoute, ApiClient>, 'client' | 'context'>): SealedRequest {
  if (client.holder === undefined) throw new TypeError('a client without a credential came to a sealed route');
  return { holder: client.holder, session: context.session };
}

function tokenRoutes<G extends ApiClient>(): readonly Route<G>[] {
  const { call, items, item, vaults } = ROUTES;
  return [
    route<typeof call, G>(call, async ({ client, context, body, ignored }) => {
      const answer = await client.broker.call(context, body);
      if (answer.kind !== 'answered') return answer;
      const { callId, kind: _kind, ...rest } = answer;
      return { call_id: callId, ...rest, ...(ignored.length === 0 ? {} : { ignored_arguments: ignored }) };
    }),
    route<typeof items, G>(items, async ({ client, context, query }) => {
      const page = await client.broker.listItems(context, query);
      if (page.kind === 'refused') return page;
      const answer = { call_id: page.callId, items: page.items };
      return page.nextCursor === undefined ? answer : { ...answer, next_cursor: page.nextCursor };
    }),
    route<typeof item, G>(item, async ({ client, context, path }) => {
      const described = await client.broker.describeItem(context, path);
      return described.kind === 'refused' ? described : { call_id: described.callId, item: described.item };
    }),
    route<typeof vaults, G>(vaults, async ({ client, context }) => {
      const page = await client.broker.listVaults(context);
      return page.kind === 'refused' ? page : { call_id: page.callId, vaults: page.vaults };
    }),
  ];
}

interface Input<R extends ApiRoute, G extends AuthenticatedClient> {
  readonly client: G;
  readonly context: CallContext;
  readonly path: ApiPath<R>;
  readonly query: ApiQuery<R>;
  readonly body: ApiBody<R>;
  /** Names of what was sent and is not known. */
  readonly ignored: readonly string[];
}

type Answer = Readonly<Record<string, unknown>> | Refusal | Pending | SealedRefusal;

/** One route of the table: what it is sent is checked here, once, and only then answered. */
function route<R extends ApiRoute, G extends ApiClient>(
  route: R,
  handle: (input: Input<R, G>) => Promise<Answer>,
): Route<G> {
  return {
    path: honoPath(route.path),
    methods: [route.method],
    authentication: 'agent',
    cors: true,
    endsByItself: true,
    async handle(incoming) {
      const input = readInput<R, G>(route, incoming);
      if ('reason' in input) return problem({ code: 'REQUEST_INVALID', ...input });
      const answer = await handle(input);
      return isRefusal(answer) ? problem(answer) : Response.json(answer);
    },
  };
}

function honoPath(path: string): `/${string}` {
  return `/${path.slice(1).replace(/\{(\w+)\}/g, ':$1')}`;
}

function readInput<R extends ApiRoute, G extends AuthenticatedClient>(
  route: R,
  incoming: AuthenticatedRequest<G>,
): Input<R, G> | { readonly reason: string } {
  const { pathname, searchParams } = new URL(incoming.request.url);
  const { parameters, query, body } = route;
  const path = parameters?.safeParse(readPath(route.path, pathname)) ?? NOTHING;
  // A name that is said twice is neither of the two.
  const isPlain = new Set(searchParams.keys()).size === searchParams.size;
  const parsedQuery = query?.safeParse(Object.fromEntries(searchParams)) ?? {
    success: searchParams.size === 0,
    data: {},
  };
  const sent = readBody(body, incoming.body);
  if ('reason' in sent) return sent;
  if (!path.success || !parsedQuery.success || !isPlain) return UNLIKE_THE_SCHEMA;
  const parsed = { path: path.data, query: parsedQuery.data, body: sent.value } as Pick<
    Input<R, G>,
    'path' | 'query' | 'body'
  >;
  return { client: incoming.client, context: contextOf(incoming), ignored: sent.ignored, ...parsed };
}

type SentBody = { readonly value: unknown; readonly ignored: readonly string[] } | { readonly reason: string };

function readBody(body: ApiRoute['body'], sent: unknown): SentBody {
  if (body === undefined) return sent === undefined ? { value: undefined, ignored: [] } : UNLIKE_THE_SCHEMA;
  const plain = body.arguments && plainArguments(sent, body.arguments);
  if (plain?.kind === 'refused') return { reason: plain.invalid.reason };
  const value = plain === undefined ? sent : plain.value;
  const read = body.schema.safeParse(value);
  if (!read.success) return { reason: problemOf(read.error.issues[0], value).reason };
  return { value: read.data, ignored: plain?.ignored ?? [] };
}

const UNLIKE_THE_SCHEMA = { reason: 'the request does not match the API schema' };
const NOTHING = { success: true, data: {} };

function contextOf<G extends AuthenticatedClient>({
  request,
  connectionId,
  remote,
  onClosed,
}: AuthenticatedRequest<G>): CallContext {
  const aborting = new AbortController();
  onClosed(() => aborting.abort());
  const { client, clientSession } = readClientHeaders(request.headers);
  const session = {
    transport: 'http',
    connection_id: connectionId,
    remote,
    ...(client === undefined ? {} : { client }),
    ...(clientSession === undefined ? {} : { client_session: clientSession }),
  } as const;
  return { session, signal: aborting.signal };
}

function isRefusal(answer: Answer): answer is Refusal | Pending | SealedRefusal {
  return ['refused', 'pending'].includes(String(answer['kind' as keyof Answer]));
}

type Problematic = Pick<Refusal, 'code' | 'reason'> &
  Partial<Pick<Refusal, 'hint' | 'nearest' | 'callId' | 'sent' | 'status' | 'retryAfterS' | 'approvalId'>> &
  Partial<Pick<Pending, 'answerBy' | 'asked'>>;

function problem(problematic: Problematic): Response {
  const { code, reason, hint = ERROR_CODES[code].hint, callId, nearest, sent, status, retryAfterS } = problematic;
  const { approvalId, answerBy, asked } = problematic;
  const body: Problem = {
    code,
    reason,
    hint,
    ...(callId === undefined ? {} : { call_id: callId }),
    ...(nearest === undefined ? {} : { nearest }),
    ...(sent === undefined ? {} : { sent }),
    ...(status === undefined ? {} : { status }),
    ...(retryAfterS === undefined ? {} : { retry_after_s: retryAfterS }),
    ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    ...(answerBy === undefined ? {} : { expires_at: new Date(answerBy).toISOString() }),
    ...(asked === undefined ? {} : { asked: [...asked] }),
  };
  const headers = retryAfterS === undefined ? undefined : { 'retry-after': String(retryAfterS) };
  return Response.json(body, { status: ERROR_CODES[code].httpStatus, ...(headers && { headers }) });
}
