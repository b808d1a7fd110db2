import type { Lookup } from '../../../src/outbound/index.ts';
import { startCanary } from './http-peer.ts';

/** A network that must not be reached: listeners on both loopback addresses, and a resolver that leads every name to them. */
export interface Trap {
  readonly port: number;
  readonly lookup: Lookup;
  /** Names that were resolved, in order. */
  readonly asked: readonly string[];
  /** Connections made to either listener. */
  readonly connections: () => number;
}

export async function startTrap(): Promise<Trap> {
  const v4 = await startCanary();
  const v6 = await startCanary({ host: '::1', port: v4.port });
  const asked: string[] = [];
  return {
    port: v4.port,
    asked,
    lookup: async (hostname) => {
      asked.push(hostname);
      return [{ address: '127.0.0.1' }];
    },
    connections: () => v4.connections() + v6.connections(),
  };
}
