import type { Socket } from 'node:net';
import type { buildConnector } from 'undici';
import { KeywardError, type Logger } from '../core/index.ts';
import { createAddressGuard } from './address-guard.ts';
import { createGuardedConnector, type Lookup } from './guarded-connector.ts';
import type { OwnListener } from './own-listeners.ts';
import { OWN_NETWORKS } from './operator-http-client.ts';
import { tlsOptions, type TlsDemands } from './tls-options.ts';
import { upstreamFailure } from './upstream-failure.ts';

/** Bytes for a host and port the owner configured, over a TLS connection of their own. */
export interface TlsDelivery {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsDemands | undefined;
  readonly bytes: Uint8Array;
  readonly signal: AbortSignal;
}

export interface TlsSenderDeps {
  readonly lookup: Lookup;
  readonly ownListeners: () => readonly OwnListener[];
  readonly logger: Logger;
}

const CONNECT_MS = 5_000;

/**
 * The way out for a protocol that answers nothing. Connects, writes, says that it is done, and resolves when the other side
 * has ended the connection in good order after that: TCP delivers the end after every byte before it, so all of them arrived.
 *
 * Throws OUTBOUND_* codes: address refused, unreachable, TLS, timeout, cancelled. What has arrived is then unknown.
 */
export function createTlsSender(deps: TlsSenderDeps): (delivery: TlsDelivery) => Promise<void> {
  const guard = createAddressGuard({ ...deps, privateNetworks: OWN_NETWORKS });
  return async ({ host, port, tls, bytes, signal }) => {
    const connect = createGuardedConnector({
      ...deps,
      guard,
      tls: tlsOptions(tls),
      connectMs: CONNECT_MS,
      allowH2: false,
    });
    const socket = await open(connect, { hostname: host, host, port: String(port), protocol: 'https:' });
    await handOver(socket, bytes, signal);
  };
}

function open(connect: buildConnector.connector, to: buildConnector.Options): Promise<Socket> {
  return new Promise((resolve, reject) => {
    connect(to, (error, socket) => {
      if (error) reject(upstreamFailure(error, 'asking'));
      else resolve(socket);
    });
  });
}

function handOver(socket: Socket, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let isEnded = false;
    const fail = (error: unknown): void => {
      socket.destroy();
      reject(upstreamFailure(error, 'asking'));
    };
    const cancel = (): void => fail(new KeywardError('OUTBOUND_CANCELLED', 'the delivery was cancelled'));
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    socket
      .on('error', fail)
      .once('end', () => (isEnded = true))
      .once('close', () => {
        signal.removeEventListener('abort', cancel);
        if (isEnded && socket.writableFinished) resolve();
        else fail(new KeywardError('OUTBOUND_UNREACHABLE', 'connection closed by the service'));
      })
      .resume()
      .end(bytes);
  });
}
