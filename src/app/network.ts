import { lookup as dnsLookup } from 'node:dns/promises';
import type { Config } from '../config/index.ts';
import type { Clock, Logger } from '../core/index.ts';
import {
  createTlsSender,
  createOutbound,
  createOperatorHttpClient,
  type Lookup,
  type Outbound,
  type OwnListener,
  type OperatorHttpClient,
} from '../outbound/index.ts';

export interface NetworkOptions {
  readonly config: Pick<Config, 'egressProxy'>;
  readonly logger: Logger;
  readonly clock: Clock;
  /** Sockets this process listens on: no connection of ours goes there. */
  readonly ownListeners?: (() => readonly OwnListener[]) | undefined;
  /** Default: the system's resolver. */
  readonly lookup?: Lookup | undefined;
}

/** Every way out of this process. All share one guard: own listeners, address rules, the egress proxy. */
export interface Network {
  /** Calls of agents. */
  readonly calls: Outbound;
  /** What Keyward itself asks and tells: sinks, checkpoint targets, witnesses, keys of issuers. */
  readonly http: OperatorHttpClient;
  /** Bytes over TLS, for syslog. */
  readonly sendOverTls: ReturnType<typeof createTlsSender>;
  /** True when all traffic has to go through a proxy. */
  readonly isProxied: boolean;
  close(): Promise<void>;
}

/** Throws `CONFIG_INVALID` for an egress proxy that is not an http or https URL. Opens no connection. */
export function openNetwork({ config, logger, clock, ownListeners = () => [], lookup }: NetworkOptions): Network {
  const egressProxy = config.egressProxy === undefined ? undefined : { url: config.egressProxy };
  const guard = { logger, ownListeners, egressProxy, lookup: lookup ?? systemLookup };
  const calls = createOutbound({ ...guard, clock });
  const http = createOperatorHttpClient(guard);
  return {
    calls,
    http,
    sendOverTls: createTlsSender(guard),
    isProxied: egressProxy !== undefined,
    async close() {
      await Promise.all([calls.close(), http.close()]);
    },
  };
}

const systemLookup: Lookup = (hostname) => dnsLookup(hostname, { all: true });
