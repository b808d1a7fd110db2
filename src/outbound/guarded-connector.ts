import { isIP, type LookupFunction, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import { KeywardError } from '../core/index.ts';
import type { AddressGuard, ConnectionTarget } from './address-guard.ts';
import { bareHost } from './permitted-networks.ts';
import type { TlsOptions } from './tls-options.ts';

/** Every address of a name, in the resolver's order. Rejects when the name does not resolve. */
export type Lookup = (hostname: string) => Promise<readonly { readonly address: string }[]>;

export interface GuardedConnectorDeps {
  readonly guard: AddressGuard;
  readonly lookup: Lookup;
  readonly tls: TlsOptions;
  readonly connectMs: number;
  /** Offer HTTP/2 beside HTTP/1.1. Default true; the server chooses. */
  readonly allowH2?: boolean;
}

/**
 * The connector of one binding: judges a literal address, every address of a resolver's answer, and
 * the peer that was really reached. A lookup hook alone is no guard: it is never asked about literals.
 */
export function createGuardedConnector(deps: GuardedConnectorDeps): buildConnector.connector {
  return (options, callback) => {
    const target = targetOf(options);
    const host = bareHost(options.hostname);
    const refusal = isIP(host) === 0 ? undefined : deps.guard(host, target);
    if (refusal) return callback(refusal, null);
    const connect = buildConnector({
      ...deps.tls,
      allowH2: deps.allowH2 ?? true,
      maxCachedSessions: 0,
      timeout: deps.connectMs,
      lookup: guardedLookup(deps, target),
    });
    connect({ ...options, hostname: host }, (error, socket) => {
      if (error) return callback(error, null);
      settlePeer(socket, { refusal: deps.guard(socket.remoteAddress, target), callback });
    });
  };
}

function targetOf({ protocol, port }: buildConnector.Options): ConnectionTarget {
  const isSecure = protocol === 'https:';
  return { isSecure, port: Number(port) || (isSecure ? 443 : 80) };
}

function settlePeer(
  socket: Socket,
  { refusal, callback }: { refusal: KeywardError | undefined; callback: buildConnector.Callback },
): void {
  if (refusal === undefined) return callback(null, socket);
  socket.destroy();
  callback(refusal, null);
}

// One forbidden address refuses the whole answer: a mixed answer is how rebinding begins.
function guardedLookup({ guard, lookup }: GuardedConnectorDeps, target: ConnectionTarget): LookupFunction {
  return (hostname, options, callback) => {
    resolveAll(lookup, hostname).then(
      (addresses) => {
        const refusal = addresses.map((address) => guard(address, target)).find((each) => each !== undefined);
        const [first = ''] = addresses;
        if (refusal) callback(refusal, []);
        else if (options.all === true)
          callback(
            null,
            addresses.map((address) => ({ address, family: isIP(address) })),
          );
        else callback(null, first, isIP(first));
      },
      (error: unknown) => callback(error instanceof KeywardError ? error : unresolved(), []),
    );
  };
}

async function resolveAll(lookup: Lookup, hostname: string): Promise<readonly string[]> {
  const answer = await lookup(hostname);
  if (answer.length === 0) throw unresolved();
  return answer.map(({ address }) => address);
}

function unresolved(): KeywardError {
  return new KeywardError('OUTBOUND_UNREACHABLE', "the service's name does not resolve");
}
