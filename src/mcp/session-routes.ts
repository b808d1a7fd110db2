import {
  isInitializeRequest,
  WebStandardStreamableHTTPServerTransport,
  type AuthInfo,
  type McpServer,
} from '@modelcontextprotocol/server';
import type { HttpDoorDeps } from './http-transport.ts';
import { createHttpSessions, DEFAULT_SESSION_LIMITS, type HttpSession, type HttpSessions } from './http-sessions.ts';
import { rpcError, sessionNotFound } from './rpc-error.ts';
import { createServer } from './server-factory.ts';
import type { ConnectionFacts } from './session.ts';
import { createSseTransport, type SseTransport } from './sse-transport.ts';
import type { McpVisit, VisitDesk } from './request-context.ts';

type Line =
  | { readonly kind: 'http'; readonly transport: WebStandardStreamableHTTPServerTransport }
  | { readonly kind: 'sse'; readonly transport: SseTransport };

interface Parts extends HttpDoorDeps {
  readonly desk: VisitDesk;
  readonly sessions: HttpSessions<Line>;
}

/** What clients of the 2025 era are served with. */
export interface SessionRoutes {
  readonly sessions: Pick<HttpSessions<Line>, 'sweep' | 'count' | 'endAll' | 'itemsChanged'>;
  streamable(visit: McpVisit): Promise<Response>;
  sse(visit: McpVisit): Promise<Response>;
  messages(visit: McpVisit): Promise<Response>;
}

export function createSessionRoutes(deps: HttpDoorDeps & { readonly desk: VisitDesk }): SessionRoutes {
  const { clock, random } = deps;
  const sessions = createHttpSessions<Line>({ clock, random, limits: { ...DEFAULT_SESSION_LIMITS, ...deps.limits } });
  const parts: Parts = { ...deps, sessions };
  return {
    sessions,
    streamable: async (visit) => streamable(parts, visit),
    sse: async (visit) => openSse(parts, visit),
    messages: async (visit) => postMessage(parts, visit),
  };
}

async function streamable(parts: Parts, visit: McpVisit): Promise<Response> {
  const { request, body, guest } = visit;
  const id = request.headers.get('mcp-session-id');
  if (id !== null) {
    const session = parts.sessions.find({ id, guestId: guest.id, kind: 'http' });
    if (session?.line.kind !== 'http') return sessionNotFound();
    return handle(parts, { visit, session, transport: session.line.transport });
  }
  if (request.method === 'POST' && isInitializeRequest(body)) return openStreamable(parts, visit);
  return rpcError(400, -32_000, 'Mcp-Session-Id is needed');
}

async function openStreamable(parts: Parts, visit: McpVisit): Promise<Response> {
  const id = parts.sessions.newSessionId();
  const transport = new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => id });
  const session = await open(parts, { visit, id, line: { kind: 'http', transport } });
  if (session === undefined) return noRoom();
  const response = await handle(parts, { visit, session, transport });
  // Refused by the transport, for instance for what the client accepts: no session came of it.
  if (!response.ok) await transport.close();
  return response;
}

interface Handling {
  readonly visit: McpVisit;
  readonly session: HttpSession<Line>;
  readonly transport: WebStandardStreamableHTTPServerTransport;
}

async function handle(parts: Parts, { visit, session, transport }: Handling): Promise<Response> {
  visit.onClosed(parts.sessions.use(session));
  const authInfo = announce(parts, visit, session);
  const { request, body } = visit;
  return transport.handleRequest(request, body === undefined ? { authInfo } : { authInfo, parsedBody: body });
}

async function openSse(parts: Parts, visit: McpVisit): Promise<Response> {
  const id = parts.sessions.newSessionId();
  const transport = createSseTransport(`/messages?sessionId=${id}`);
  const session = await open(parts, { visit, id, line: { kind: 'sse', transport } });
  if (session === undefined) return noRoom();
  visit.onClosed(parts.sessions.use(session));
  visit.onClosed(() => void transport.close());
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache, no-transform',
    // Else nginx would keep messages back until it has a buffer full.
    'x-accel-buffering': 'no',
  };
  return new Response(transport.stream, { headers });
}

async function postMessage(parts: Parts, visit: McpVisit): Promise<Response> {
  const { request, body, guest } = visit;
  const id = new URL(request.url).searchParams.get('sessionId') ?? '';
  const session = parts.sessions.find({ id, guestId: guest.id, kind: 'sse' });
  if (session?.line.kind !== 'sse') return sessionNotFound();
  const taken = session.line.transport.receive(body, { authInfo: announce(parts, visit, session), request });
  return taken ? new Response('Accepted', { status: 202 }) : rpcError(400, -32_700, 'Not a JSON-RPC message');
}

interface Opening {
  readonly visit: McpVisit;
  readonly id: string;
  readonly line: Line;
}

/** A session with a server of its own: an instance that two clients share has leaked answers from one to another. */
async function open(parts: Parts, { visit, id, line }: Opening): Promise<HttpSession<Line> | undefined> {
  const { sessions, desk, version, createServer: create = createServer } = parts;
  const { id: guestId, agentId, name, access } = visit.guest;
  const isWelcome = access?.isWelcomeAgain ?? visit.guest.isWelcome;
  if (!sessions.hasRoom(guestId)) return undefined;
  const server = create({ version, ...desk }, 'legacy');
  const session = sessions.add({
    id,
    // Not the guest itself: it can do what its token can, and a session lives longer than a request.
    guest: { id: guestId, agentId, name, isWelcome },
    kind: line.kind,
    connectionId: sessions.newSessionId(),
    line,
    end: async () => server.close(),
    itemsChanged() {
      if (server.isConnected()) server.sendResourceListChanged();
    },
  });
  try {
    await parts.sessionOpened(session.guest, factsOf(session, visit));
    await server.connect(line.transport);
  } catch (error) {
    sessions.remove(id);
    throw error;
  }
  forgetOnClose({ parts, server, session, facts: factsOf(session, visit) });
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
    if (!sessions.remove(session.id)) return;
    sessionClosed(session.guest, facts).catch((error: unknown) => {
      logger.error({ error: error instanceof Error ? error.name : 'unknown' }, 'the end of a session was not recorded');
    });
  };
}

function announce({ desk }: Parts, visit: McpVisit, session: HttpSession<Line>): AuthInfo {
  return desk.announce(visit, factsOf(session, visit));
}

function factsOf({ kind, connectionId, hash }: HttpSession<Line>, { remote, guest }: McpVisit): ConnectionFacts {
  const facts = { transport: kind, connection_id: connectionId, mcp_session: hash, remote };
  return guest.access === undefined ? facts : { ...facts, oauth: guest.access.facts };
}

function noRoom(): Response {
  return rpcError(429, -32_000, 'Too many sessions');
}
