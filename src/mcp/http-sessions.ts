import { newId, sha256Hex, type Clock, type Random } from '../core/index.ts';
import type { McpClient } from './request-context.ts';

export interface SessionLimits {
  readonly maxSessions: number;
  readonly maxSessionsPerClient: number;
  /** Without a request and without an open stream. */
  readonly sessionIdleMs: number;
  readonly sessionMaxMs: number;
}

export const DEFAULT_SESSION_LIMITS: SessionLimits = {
  maxSessions: 1_024,
  maxSessionsPerClient: 64,
  sessionIdleMs: 30 * 60_000,
  sessionMaxMs: 24 * 3_600_000,
};

/** A session of the 2025 era: a name for a conversation, never a proof of who is speaking. */
export interface HttpSession<Line> {
  /** 130 random bits. Logs use `hash`. */
  readonly id: string;
  readonly hash: string;
  readonly client: Pick<McpClient, 'id' | 'agentId' | 'name' | 'isStillAuthorized'>;
  readonly kind: 'http' | 'sse';
  /** Ours, for the audit trail. */
  readonly connectionId: string;
  readonly line: Line;
}

interface Entry<Line> {
  readonly session: HttpSession<Line>;
  readonly startedMs: number;
  usedMs: number;
  /** Requests and streams that are open now. */
  open: number;
  readonly end: () => Promise<void>;
  readonly itemsChanged: () => void;
}

export interface OpenSession<Line> extends Pick<HttpSession<Line>, 'client' | 'kind' | 'connectionId' | 'line' | 'id'> {
  /** Closes what belongs to the session. */
  readonly end: () => Promise<void>;
  /** Tells the client that its items may be others now. */
  readonly itemsChanged: () => void;
}

/** All sessions of one server. */
export interface HttpSessions<Line> {
  newSessionId(): string;
  hasRoom(clientKey: string): boolean;
  add(session: OpenSession<Line>): HttpSession<Line>;
  /** Only its own client finds a session, and only by the route it was opened on: to all others it is not there. */
  find(wanted: { id: string; clientKey: string; kind: 'http' | 'sse' }): HttpSession<Line> | undefined;
  /** Keeps a session from idling out until the answer is called done. */
  use(session: HttpSession<Line>): () => void;
  /** Forgets it; true when it was there. */
  remove(session: Pick<HttpSession<Line>, 'id' | 'client'>): boolean;
  /** Ends sessions that idled, grew too old, or belong to a client who is no longer welcome. */
  sweep(): Promise<void>;
  endAll(): Promise<void>;
  itemsChanged(): void;
  count(): number;
}

export function createHttpSessions<Line>(deps: {
  clock: Clock;
  random: Random;
  limits: SessionLimits;
}): HttpSessions<Line> {
  const { clock, limits } = deps;
  const entries = new Map<string, Entry<Line>>();
  const isOver = async ({ session, startedMs, usedMs, open }: Entry<Line>): Promise<boolean> => {
    const now = clock.monotonicMs();
    if (now - startedMs >= limits.sessionMaxMs) return true;
    if (open === 0 && now - usedMs >= limits.sessionIdleMs) return true;
    return !(await session.client.isStillAuthorized());
  };
  return {
    newSessionId: () => newId(deps.random),
    hasRoom(clientKey) {
      if (entries.size >= limits.maxSessions) return false;
      const own = [...entries.values()].filter(({ session }) => session.client.id === clientKey);
      return own.length < limits.maxSessionsPerClient;
    },
    add({ end, itemsChanged, ...facts }) {
      const now = clock.monotonicMs();
      const session = { ...facts, hash: sha256Hex(facts.id).slice(0, 32) };
      entries.set(keyOf(session.client.id, session.id), {
        session,
        startedMs: now,
        usedMs: now,
        open: 0,
        end,
        itemsChanged,
      });
      return session;
    },
    find({ id, clientKey, kind }) {
      const session = entries.get(keyOf(clientKey, id))?.session;
      return session?.kind === kind ? session : undefined;
    },
    use({ id, client }) {
      const entry = entries.get(keyOf(client.id, id));
      if (entry === undefined) return () => undefined;
      entry.open += 1;
      entry.usedMs = clock.monotonicMs();
      return () => {
        entry.open -= 1;
        entry.usedMs = clock.monotonicMs();
      };
    },
    remove: ({ id, client }) => entries.delete(keyOf(client.id, id)),
    async sweep() {
      await Promise.all(
        [...entries.values()].map(async (entry) => {
          if (await isOver(entry)) await entry.end();
        }),
      );
    },
    endAll: async () => void (await Promise.all([...entries.values()].map(async ({ end }) => end()))),
    itemsChanged: () => entries.forEach((entry) => entry.itemsChanged()),
    count: () => entries.size,
  };
}

// Two clients that show one id have two sessions: neither shuts the other out, nor learns whether the id is in use.
function keyOf(clientKey: string, id: string): string {
  return `${clientKey}\n${id}`;
}
