import { newId, sha256Hex, type Clock, type Random } from '../../core/index.ts';

const CODE_BYTES = 16;
const TOKEN_BYTES = 32;
const CODE_MS = 60_000;
const IDLE_MS = 30 * 60_000;
const WHOLE_MS = 8 * 3_600_000;
// A person has a few tabs; a program that collects sessions ends the oldest of its own.
const MAX_SESSIONS = 16;

/** One browser tab that showed a one-time code. Times are milliseconds since the epoch. */
export interface ConsoleSession {
  readonly id: string;
  readonly startedAt: number;
  readonly lastUsedAt: number;
  readonly address: string;
}

/** Sessions of one console. They live in this process only, and end with it. */
export interface ConsoleSessions {
  /** A code of 128 bits for one session, good for 60 seconds. */
  issueCode(): string;
  /** Exchange a code for the token of a new session; undefined for any other text. A code is good once. */
  start(code: string, address: string): string | undefined;
  /** The session of a token, while it lasts: 30 minutes without use, 8 hours in all. */
  find(token: string): ConsoleSession | undefined;
  /** A person did something in it. */
  touch(id: string): void;
  list(): readonly ConsoleSession[];
  /** False when there is none with this id. */
  end(id: string): boolean;
}

interface Stored extends ConsoleSession {
  lastUsedAt: number;
  usedMs: number;
  readonly startedMs: number;
}

export function createSessions({ clock, random }: { readonly clock: Clock; readonly random: Random }): ConsoleSessions {
  // By SHA-256: neither a code nor a token stays in memory.
  const codes = new Map<string, number>();
  const sessions = new Map<string, Stored>();
  const isOver = ({ startedMs, usedMs }: Stored): boolean => {
    const now = clock.monotonicMs();
    return now - startedMs >= WHOLE_MS || now - usedMs >= IDLE_MS;
  };
  const sweep = (): void => {
    for (const [hash, session] of sessions) if (isOver(session)) sessions.delete(hash);
  };
  const byId = (id: string): [string, Stored] | undefined => [...sessions].find(([, session]) => session.id === id);
  const takeCode = (code: string): boolean => {
    const hash = sha256Hex(code);
    const until = codes.get(hash);
    codes.delete(hash);
    return until !== undefined && clock.monotonicMs() < until;
  };
  return {
    issueCode() {
      const code = textOf(random(CODE_BYTES));
      codes.set(sha256Hex(code), clock.monotonicMs() + CODE_MS);
      return code;
    },
    start(code, address) {
      if (!takeCode(code)) return undefined;
      sweep();
      const [oldest] = sessions.keys();
      if (sessions.size >= MAX_SESSIONS && oldest !== undefined) sessions.delete(oldest);
      const token = textOf(random(TOKEN_BYTES));
      const [at, ms] = [clock.now(), clock.monotonicMs()];
      const times = { startedAt: at, lastUsedAt: at, startedMs: ms, usedMs: ms };
      sessions.set(sha256Hex(token), { id: newId(random), address, ...times });
      return token;
    },
    find(token) {
      sweep();
      return sessions.get(sha256Hex(token));
    },
    touch(id) {
      const session = byId(id)?.[1];
      if (session === undefined) return;
      session.lastUsedAt = clock.now();
      session.usedMs = clock.monotonicMs();
    },
    list() {
      sweep();
      return [...sessions.values()];
    },
    end(id) {
      const found = byId(id);
      return found !== undefined && sessions.delete(found[0]);
    },
  };
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
