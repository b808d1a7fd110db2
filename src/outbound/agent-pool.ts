import { isIP } from 'node:net';
import { Agent, type Dispatcher, ProxyAgent } from 'undici';
import type { Logger } from '../core/index.ts';
import { addressRefused, createAddressGuard, type AddressGuard } from './address-guard.ts';
import { createGuardedConnector, type Lookup } from './guarded-connector.ts';
import type { Egress } from './outbound-call.ts';
import type { OwnListener } from './own-listeners.ts';
import { bareHost, isLocalhost } from './permitted-networks.ts';
import { tlsOptions } from './tls-options.ts';

export interface AgentPoolDeps {
  readonly lookup: Lookup;
  readonly ownListeners: () => readonly OwnListener[];
  readonly logger: Logger;
  readonly egressProxy?: EgressProxy | undefined;
  /** Agents kept open; the one used longest ago is closed first. */
  readonly maxAgents: number;
}

/** A CONNECT proxy for all traffic but loopback. It then judges the addresses of names, not Keyward. */
export interface EgressProxy {
  /** `http:` or `https:`; may carry user information for the proxy. */
  readonly url: string;
}

export interface AgentPool {
  /** The agent for one binding and origin. Dispatch at once: a later call may close it. */
  readonly agentFor: (bindingId: string, url: URL, way: Way) => Dispatcher;
  readonly close: () => Promise<void>;
}

/** Where its connections may go, and how long one may take to stand. */
export interface Way extends Egress {
  readonly connectMs: number;
}

interface Entry {
  readonly way: Way;
  readonly agent: Dispatcher;
}

const MAX_HEADER_BYTES = 16_384;
const MAX_CONNECTIONS = 32;

/** Agents by binding and origin: no connection, TLS session or address permit is shared between bindings. */
export function createAgentPool(deps: AgentPoolDeps): AgentPool {
  const entries = new Map<string, Entry>();

  return {
    agentFor: (bindingId, url, way) => {
      const key = `${url.origin} ${bindingId}`;
      const known = entries.get(key);
      const isCurrent = known !== undefined && sameWay(known.way, way);
      const entry = isCurrent ? known : { way, agent: createAgent(deps, url, way) };
      // Taken out and put back: a Map keeps the order of insertion, so the first is the least recently used.
      entries.delete(key);
      entries.set(key, entry);
      if (known && !isCurrent) retire(known);
      if (entries.size > deps.maxAgents) evictOldest();
      return entry.agent;
    },
    close: async () => {
      const agents = [...entries.values()].map(({ agent }) => agent);
      entries.clear();
      await Promise.all(agents.map((agent) => agent.close()));
    },
  };

  function evictOldest(): void {
    const [oldest] = entries;
    if (oldest === undefined) return;
    entries.delete(oldest[0]);
    retire(oldest[1]);
  }
}

// Running calls of a retired agent end on their own, within their deadlines.
function retire({ agent }: Entry): void {
  agent.close().catch(() => undefined);
}

function createAgent(deps: AgentPoolDeps, url: URL, way: Way): Dispatcher {
  const guard = createAddressGuard({ ...deps, privateNetworks: way.privateNetworks });
  const tls = tlsOptions(way.tls);
  const { connectMs } = way;
  const limits = { maxHeaderSize: MAX_HEADER_BYTES, pipelining: 1, connections: MAX_CONNECTIONS, allowH2: true };
  if (deps.egressProxy === undefined || isLoopback(url)) {
    return new Agent({ ...limits, connect: createGuardedConnector({ ...deps, guard, tls, connectMs }) });
  }
  assertProxyTarget(url, guard);
  const requestTls = { ...tls, allowH2: true, maxCachedSessions: 0, timeout: connectMs };
  const proxyTls = { minVersion: tls.minVersion, rejectUnauthorized: true, timeout: connectMs };
  return new ProxyAgent({ ...limits, uri: deps.egressProxy.url, proxyTunnel: true, requestTls, proxyTls });
}

// A proxy resolves names itself, so plain http is left to literal addresses, which can be judged here.
function assertProxyTarget(url: URL, guard: AddressGuard): void {
  const host = bareHost(url.hostname);
  const isSecure = url.protocol === 'https:';
  const isLiteral = isIP(host) !== 0;
  const refusal = isLiteral ? guard(host, { isSecure, port: Number(url.port) || (isSecure ? 443 : 80) }) : undefined;
  if (refusal) throw refusal;
  if (!isLiteral && !isSecure) throw addressRefused();
}

// Through a proxy, loopback would mean the proxy's own.
function isLoopback(url: URL): boolean {
  const host = bareHost(url.hostname);
  return isLocalhost(host) || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function sameWay(a: Way, b: Way): boolean {
  if (a === b) return true;
  const { tls: tlsOfA = {} } = a;
  const { tls: tlsOfB = {} } = b;
  return (
    a.connectMs === b.connectMs &&
    sameList(a.privateNetworks, b.privateNetworks) &&
    tlsOfA.ca === tlsOfB.ca &&
    sameList(tlsOfA.pins ?? [], tlsOfB.pins ?? [])
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a === b || (a.length === b.length && a.every((each, index) => each === b[index]));
}
