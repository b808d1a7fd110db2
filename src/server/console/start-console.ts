import { KeywardError, isKeywardError } from '../../core/index.ts';
import { openApprovals } from '../../app/index.ts';
import { parseListenRules, startHttpServer, type HttpServer } from '../listener/index.ts';
import type { ConsoleDeps } from './deps.ts';
import { createLive } from './live.ts';
import { createConsoleRoutes } from './routes.ts';
import { createSessions } from './sessions.ts';

export interface ConsoleOptions extends Pick<ConsoleDeps, 'runtime' | 'vaults' | 'agents'> {
  /** 0 takes a free one. */
  readonly port: number;
  /** How often it looks for news, in milliseconds. Default one second. */
  readonly lookEveryMs?: number;
}

/** A console that listens, for the one person of a data folder. */
export interface Console {
  /** `http://localhost:PORT`. */
  readonly url: string;
  /** False where this machine has no IPv6. */
  readonly hasIpv6: boolean;
  /** A one-time code for one tab, good for 60 seconds. */
  issueCode(): string;
  /** Ends what belongs to sessions that are over. To be called every few seconds. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

const MAX_TRIES = 20;
const NO_IPV6 = ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT'];

/**
 * Listen on both loopback addresses. Browsers take `localhost` for `[::1]` first: another program that listened there would
 * be served under the origin of the console.
 *
 * Throws `CONFIG_INVALID` when one of them is taken.
 */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { runtime, lookEveryMs } = options;
  const sessions = createSessions(runtime);
  const live = createLive(options, lookEveryMs);
  const approvals = await openApprovals(runtime);
  let url = '';
  const routes = createConsoleRoutes({ ...options, sessions, approvals, live, origin: () => url });
  const listenOn = async (host: string, port: number, origins: ReadonlySet<string>): Promise<HttpServer> =>
    startHttpServer({
      rules: { ...parseListenRules({ host, port }), origins },
      routes,
      authenticate: async () => ({ kind: 'refused' }),
      isReady: async () => true,
      clock: runtime.clock,
      random: runtime.random,
      logger: runtime.logger,
    });
  const servers = await listenOnBoth(options.port, listenOn);
  url = `http://localhost:${String(servers[0]?.address?.port ?? options.port)}`;
  return {
    url,
    hasIpv6: servers.length === 2,
    issueCode: () => sessions.issueCode(),
    sweep: async () => void (await Promise.all(servers.map(async (server) => server.sweep()))),
    async close() {
      live.close();
      await Promise.all(servers.map(async (server) => server.close()));
      await approvals.settled();
    },
  };
}

type ListenOn = (host: string, port: number, origins: ReadonlySet<string>) => Promise<HttpServer>;

async function listenOnBoth(port: number, listenOn: ListenOn, triesLeft = MAX_TRIES): Promise<readonly HttpServer[]> {
  const origins = new Set<string>();
  const first = await listenOn('127.0.0.1', port, origins);
  const taken = first.address?.port ?? port;
  // The one page that may talk to it is its own.
  origins.add(`http://localhost:${String(taken)}`);
  try {
    return [first, await listenOn('::1', taken, origins)];
  } catch (error) {
    if (NO_IPV6.includes(causeOf(error) ?? '')) return [first];
    await first.close();
    if (port === 0 && triesLeft > 0) return listenOnBoth(0, listenOn, triesLeft - 1);
    throw new KeywardError('CONFIG_INVALID', `another program listens on [::1] at port ${String(taken)}`, {
      hint: 'it would be shown in place of the console: stop it, or give another --port',
      cause: error,
    });
  }
}

function causeOf(error: unknown): string | undefined {
  const cause = isKeywardError(error) ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
