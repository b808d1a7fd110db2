import {
  isInitializeRequest,
  WebStandardStreamableHTTPServerTransport,
  type AuthInfo,
  type McpServer,
} from '@modelcontextprotocol/server';
import type { McpHttpDeps } from './http-deps.ts';
import { createHttpSessions, DEFAULT_SESSION_LIMITS, type HttpSession, type HttpSessions } from './http-sessions.ts';
import { rpcError, sessionNotFound } from './rpc-error.ts';
import { createServer } from './server-factory.ts';
import { createResumedSessions, initializeFor, type ResumedSessions } from './resumed-sessions.ts';
import type { ConnectionFacts } from './session.ts';
import { createSseTransport, type SseTransport } from './sse-transport.ts';
import type { McpRequest, RequestContexts } from './request-context.ts';

type Line =
  | { readonly kind: 'http'; readonly transport: WebStandardStreamableHTTPServerTransport }
  | { readonly kind: 'sse'; readonly transport: SseTransport };

interface Parts extends McpHttpDeps {
  readonly sealed: RequestContexts;
  readonly sessions: HttpSessions<Line>;
  readonly resuming: ResumedSessions<HttpSession<Line>>;
}

/** What clients of the 2025 era are served with. */
export interface SessionRoutes {
  readonly sessions: Pick<HttpSessions<Line>, 'sweep' | 'count' | 'endAll' | 'itemsChanged'>;
  streamable(incoming: McpRequest): Promise<Response>;
  sse(incoming: McpRequest): Promise<Response>;
  messages(incoming: McpRequest): Promise<Response>;
}

export function createSessionRoutes(deps: McpHttpDeps & { readonly sealed: RequestContexts }): SessionRoutes {
  const { clock, random } = deps;
  const sessions = createHttpSessions<Line>({ clock, random, limits: { ...DEFAULT_SESSION_LIMITS, ...deps.limits } });
  const parts: Parts = { ...deps, sessions, resuming: createResumedSessions() };
  return {
    sessions,
    streamable: async (incoming) => streamable(parts, incoming),
    sse: async (incoming) => openSse(parts, incoming),
    messages: async (incoming) => postMessage(parts, incoming),
  };
}

async function streamable(parts: Parts, incoming: McpRequest): Promise<Response> {
  const { request, body, client } = incoming;
  const id = request.headers.get('mcp-session-id');
  if (id !== null) {
    const key = { id, clientKey: client.id };
    await parts.resuming.pending(key);
    const session = parts.sessions.find({ ...key, kind: 'http' }) ?? (await resume(parts, incoming, id));
    if (session?.line.kind !== 'http') return sessionNotFound();
    if (request.method === 'DELETE') parts.resuming.ended(key);
    return handle(parts, { incoming, session, transport: session.line.transport });
  }
  if (request.method === 'POST' && isInitializeRequest(body)) return openStreamable(parts, incoming);
  return rpcError(400, -32_000, 'Mcp-Session-Id is needed');
}

async function openStreamable(parts: Parts, incoming: McpRequest): Promise<Response> {
  const id = parts.sessions.newSessionId();
  const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => id });
  const session = await open(parts, { incoming, id, line: { kind: 'http', transport } });
  if (session === undefined) return noRoom();
  const response = await handle(parts, { incoming, session, transport });
  // Refused by the transport, for instance for what the client accepts: no session came of it.
  if (!response.ok) await transport.close();
  return response;
}

/**
 * A client of SDK v1 never opens a session anew when its own is gone, as after a restart: it is opened for it, under the
 * id it shows. That id opens nothing: the session is of the client whose token came with it, and empty.
 */
async function resume(parts: Parts, incoming: McpRequest, id: string): Promise<HttpSession<Line> | undefined> {
  const { request, body, client } = incoming;
  const key = { id, clientKey: client.id };
  if (request.method === 'DELETE' || isInitializeRequest(body) || !parts.resuming.mayResume(key)) return undefined;
  if (parts.sessions.find({ ...key, kind: 'sse' }) !== undefined) return undefined;
  return parts.resuming.once(key, async () => {
    const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => id });
    const session = await open(parts, { incoming, id, line: { kind: 'http', transport } });
    if (session === undefined) return undefined;
    const authInfo = announce(parts, incoming, session);
    const { request: initialize, body: parsedBody } = initializeFor(request);
    const response = await transport.handleRequest(initialize, { authInfo, parsedBody });
    await response.text();
    if (response.ok) return session;
    await transport.close();
    return undefined;
  });
}

interface Handling {
  readonly incoming: McpRequest;
  readonly session: HttpSession<Line>;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

async function handle(parts: Parts, { incoming, session, transport }: Handling): Promise<Response> {
  incoming.onClosed(parts.sessions.use(session));
  const authInfo = announce(parts, incoming, session);
  const { request, body } = incoming;
  return transport.handleRequest(request, body === undefined ? { authInfo } : { authInfo, parsedBody: body });
}

async function openSse(parts: Parts, incoming: McpRequest): Promise<Response> {
  const id = parts.sessions.newSessionId();
  const transport = createSseTransport(`/messages?sessionId=${id}`);
  const session = await open(parts, { incoming, id, line: { kind: 'sse', transport } });
  if (session === undefined) return noRoom();
  incoming.onClosed(parts.sessions.use(session));
  incoming.onClosed(() => void transport.close());
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    // Else nginx would hold messages back until it has a buffer full.
    'x-accel-buffering': 'no',
  };
  return new Response(transport.stream, { headers });
}

async function postMessage(parts: Parts, incoming: McpRequest): Promise<Response> {
  const { request, body, client } = incoming;
  const id = new URL(request.url).searchParams.get('sessionId') ?? '';
  const session = parts.sessions.find({ id, clientKey: client.id, kind: 'sse' });
  if (session?.line.kind !== 'sse') return sessionNotFound();
  const taken = session.line.transport.receive(body, { authInfo: announce(parts, incoming, session), request });
  return taken ? new Response('Accepted', { status: 202 }) : rpcError(400, -32_700, 'Not a JSON-RPC message');
}

interface Opening {
  readonly incoming: McpRequest;
  readonly id: string;
  readonly line: Line;
}

/** A session with a server of its own: an instance that two clients share has leaked answers from one to another. */
async function open(parts: Parts, { incoming, id, line }: Opening): Promise<HttpSession<Line> | undefined> {
  const { sessions, sealed, version, approvalWaitMs, createServer: create = createServer } = parts;
  const { id: clientKey, agentId, name, access } = incoming.client;
  const isStillAuthorized = access?.canReauthorize ?? incoming.client.isStillAuthorized;
  if (!sessions.hasRoom(clientKey)) return undefined;
  const server = create({ version, approvalWaitMs, ...sealed }, 'legacy');
  const session = sessions.add({
    id,
    // Not the client itself: it can do what its token can, and a session lives longer than a request.
    client: { id: clientKey, agentId, name, isStillAuthorized },
    kind: line.kind,
    connectionId: sessions.newSessionId(),
    line,
    end: async () => server.close(),
    itemsChanged() {
      if (server.isConnected()) server.sendResourceListChanged();
    },
  });
  try {
    await parts.sessionOpened(session.client, factsOf(session, incoming));
    await server.connect(line.transport);
  } catch (error) {
    sessions.remove(session);
    throw error;
  }
  forgetOnClose({ parts, server, session, facts: factsOf(session, incoming) });
  return session;
}

interface Closing {
  readonly parts: Parts;
  readonly server: McpServer;
  readonly session: HttpSession<Line>;
  readonly facts: ConnectionFacts;
}

function forgetOnClose({ parts, server: { server }, session, facts }: Closing): void {
  const { sessions, sessionClosed, logger } = parts;
  const { onclose } = server;
  server.onclose = () => {
    onclose?.();
    if (!sessions.remove(session)) return;
    sessionClosed(session.client, facts).catch((error: unknown) => {
      logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'the end of a session was not recorded');
    });
  };
}

function announce({ sealed }: Parts, incoming: McpRequest, session: HttpSession<Line>): AuthInfo {
  return sealed.announce(incoming, factsOf(session, incoming));
}

function factsOf({ kind, connectionId, hash }: HttpSession<Line>, { remote, client }: McpRequest): ConnectionFacts {
  const facts = { transport: kind, connection_id: connectionId, mcp_session: hash, remote };
  return client.access === undefined ? facts : { ...facts, oauth: client.access.facts };
}

function noRoom(): Response {
  return rpcError(429, -32_000, 'Too many sessions');
}
