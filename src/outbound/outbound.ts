import { lookup as dnsLookup } from 'node:dns/promises';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { KeywardError, type Clock, type Logger } from '../core/index.ts';
import { createAgentPool, type EgressProxy } from './agent-pool.ts';
import type { Lookup } from './guarded-connector.ts';
import type { OutboundCall, UpstreamResponse } from './outbound-call.ts';
import type { OwnListener } from './own-listeners.ts';
import type { AnyScheme } from './schemes/index.ts';
import { sendCall, type Sleep, type Timeouts } from './send-call.ts';

export interface OutboundDeps {
  readonly logger: Logger;
  readonly clock: Clock;
  /** Default: the system's resolver. */
  readonly lookup?: Lookup | undefined;
  /** Sockets Keyward listens on now; calls never connect to them. */
  readonly ownListeners?: (() => readonly OwnListener[]) | undefined;
  readonly egressProxy?: EgressProxy | undefined;
  readonly sleep?: Sleep | undefined;
  /** What counts where a call's limits say nothing. */
  readonly timeouts?: Partial<Timeouts> | undefined;
  /** Default: every scheme there is. */
  readonly schemes?: readonly AnyScheme[] | undefined;
  /** Default 64. */
  readonly maxAgents?: number | undefined;
}

export interface Outbound {
  /**
   * Place the credential, send the request and collect the answer.
   *
   * Does not decide whether the call is allowed and does not scrub the answer. Throws OUTBOUND_*
   * codes (address refused, unreachable, TLS, timeout, cancelled, answer invalid or too large, too
   * many redirects, secret unusable), `POLICY_*` for what must never be sent, `ITEM_INVALID` for a
   * binding that cannot be read, and whatever `onAttempt` throws. Each error of its own says in `details.sent`
   * whether a request went out: `no`, `yes` (with `status`, when an answer began) or `unknown`.
   */
  readonly send: (call: OutboundCall) => Promise<UpstreamResponse>;
  /** Let running calls end, then close every connection. Later calls are refused. */
  readonly close: () => Promise<void>;
}

// A slow answer of a language model passes.
const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 10_000, firstByteMs: 120_000, idleMs: 60_000 };

/**
 * Make the one way out. It reads no environment: no proxy, no certificate setting, no global dispatcher.
 *
 * Throws `CONFIG_INVALID` when `egressProxy` is not an http or https URL.
 */
export function createOutbound(deps: OutboundDeps): Outbound {
  assertProxyUrl(deps.egressProxy);
  const timeouts = { ...DEFAULT_TIMEOUTS, ...deps.timeouts };
  const agents = createAgentPool({
    lookup: deps.lookup ?? systemLookup,
    ownListeners: deps.ownListeners ?? (() => []),
    logger: deps.logger,
    egressProxy: deps.egressProxy,
    maxAgents: deps.maxAgents ?? 64,
  });
  const sender = { agents, clock: deps.clock, timeouts, sleep: deps.sleep ?? systemSleep, schemes: deps.schemes };
  let isClosed = false;

  return {
    send: async (call) => {
      if (isClosed) throw new KeywardError('OUTBOUND_CANCELLED', 'the HTTP client is closed');
      return sendCall(sender, call);
    },
    close: () => {
      isClosed = true;
      return agents.close();
    },
  };
}

function assertProxyUrl(proxy: EgressProxy | undefined): void {
  if (proxy === undefined || (URL.canParse(proxy.url) && /^https?:$/.test(new URL(proxy.url).protocol))) return;
  // Not quoted: it may carry a password.
  throw new KeywardError('CONFIG_INVALID', 'expected the egress proxy to be an http or https url');
}

const systemLookup: Lookup = (hostname) => dnsLookup(hostname, { all: true });

const systemSleep: Sleep = (ms, signal) => sleepFor(ms, undefined, { signal });
