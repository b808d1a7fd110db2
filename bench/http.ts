import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { bundleScript } from '../scripts/bundle-script.mjs';
import { BENCH_SECRET, prepareHome } from './call/prepare-home.ts';
import { startHttpPeer, type Era, type HttpCaller, type HttpPeer } from './http/http-peer.ts';
import type { Measurement } from './measurement.ts';

const CLIENTS = [1, 16, 64];
const BLOCKS = 6;
const CALLS_PER_BLOCK = 384;
/** Calls after which memory is looked at; 100,000 for the figure of the documentation. */
const MEMORY_CALLS = Number(process.env['KEYWARD_BENCH_CALLS'] ?? 5_000);
const MEMORY_CLIENTS = 16;

const SIDES = ['keyward', 'bare'] as const;
type Side = (typeof SIDES)[number];
type Sides<T> = Readonly<Record<Side, T>>;

/** `keyward serve` beside a bare MCP SDK server over HTTP that makes the same call, interleaved in one run. */
export async function bench(): Promise<readonly Measurement[]> {
  const upstream = createServer(
    (_, response) => void response.setHeader('content-type', 'application/json').end(ANSWER),
  );
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const address = upstream.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const origin = `http://127.0.0.1:${String(address.port)}`;
  const { home, token } = await prepareHome(origin);
  const peers = await startPeers(home, token);
  try {
    const url = `${origin}/v1/me`;
    const rows: Measurement[] = [];
    for (const era of ['legacy', 'modern'] as const)
      for (const clients of CLIENTS) rows.push(...(await measureRate({ peers, url, era, clients })));
    return [...rows, ...(await measureMemory(peers.keyward, url))];
  } finally {
    await Promise.all(SIDES.map(async (side) => peers[side].close()));
    upstream.close();
    upstream.closeAllConnections();
    await rm(home, { recursive: true, force: true });
  }
}

const ANSWER = JSON.stringify({
  id: 7,
  name: 'Ada',
  teams: Array.from({ length: 8 }, (_, index) => ({ id: index, name: `team ${String(index)}` })),
});

async function startPeers(home: string, token: string): Promise<Sides<HttpPeer>> {
  const bare = await bundleScript(fileURLToPath(new URL('./http/bare-http-server.ts', import.meta.url)));
  return {
    keyward: await startHttpPeer({
      args: [fileURLToPath(new URL('../dist/bin.js', import.meta.url)), 'serve', '--port', '0', '--json'],
      env: { KEYWARD_HOME: home, KEYWARD_KEYCHAIN: 'off' },
      token,
    }),
    bare: await startHttpPeer({ args: [bare, BENCH_SECRET], env: {}, token }),
  };
}

interface Run {
  readonly peers: Sides<HttpPeer>;
  readonly url: string;
  readonly era: Era;
  readonly clients: number;
}

async function measureRate({ peers, url, era, clients }: Run): Promise<readonly Measurement[]> {
  const callers = {
    keyward: await connectAll(peers.keyward, era, clients),
    bare: await connectAll(peers.bare, era, clients),
  };
  const rates: Record<Side, number[]> = { keyward: [], bare: [] };
  const latencies: Record<Side, number[]> = { keyward: [], bare: [] };
  const cpu: Record<Side, number> = { keyward: 0, bare: 0 };
  for (let block = 0; block <= BLOCKS; block += 1) {
    for (const side of SIDES) {
      const cpuBefore = peers[side].cpuMs();
      const startedAt = performance.now();
      const taken = await callAll(callers[side], url, CALLS_PER_BLOCK / clients);
      const seconds = (performance.now() - startedAt) / 1_000;
      // The first block warms up.
      if (block === 0) continue;
      rates[side].push(CALLS_PER_BLOCK / seconds);
      latencies[side].push(...taken);
      cpu[side] += (peers[side].cpuMs() - cpuBefore) / (BLOCKS * CALLS_PER_BLOCK);
    }
  }
  await Promise.all(SIDES.flatMap((side) => callers[side].map(async (caller) => caller.close())));
  const name = `${era === 'legacy' ? '2025-11-25' : '2026-07-28'}, ${String(clients)} client(s)`;
  const [ours, bare] = [median(rates.keyward), median(rates.bare)];
  return [
    { name: `${name}: keyward`, value: Math.round(ours), unit: 'calls/s', aim: '' },
    { name: `${name}: bare`, value: Math.round(bare), unit: 'calls/s', aim: '' },
    { name: `${name}: ratio`, value: rounded(ours / bare), unit: 'of bare', aim: 'at least 0.7' },
    { name: `${name}: p99, keyward`, value: rounded(quantile(latencies.keyward, 0.99)), unit: 'ms', aim: '' },
    { name: `${name}: p99, bare`, value: rounded(quantile(latencies.bare, 0.99)), unit: 'ms', aim: '' },
    { name: `${name}: CPU of a call, keyward`, value: rounded(cpu.keyward), unit: 'ms', aim: '' },
    { name: `${name}: CPU of a call, bare`, value: rounded(cpu.bare), unit: 'ms', aim: '' },
  ];
}

async function measureMemory(peer: HttpPeer, url: string): Promise<readonly Measurement[]> {
  const callers = await connectAll(peer, 'modern', MEMORY_CLIENTS);
  const quarter = MEMORY_CALLS / 4 / MEMORY_CLIENTS;
  const sizes: number[] = [];
  for (let part = 0; part < 4; part += 1) {
    await callAll(callers, url, quarter);
    sizes.push(peer.residentMiB());
  }
  await Promise.all(callers.map(async (caller) => caller.close()));
  return sizes.map((size, part) => ({
    name: `memory after ${String(((part + 1) * MEMORY_CALLS) / 4)} calls`,
    value: Math.round(size),
    unit: 'MiB',
    aim: part === 3 ? 'flat' : '',
  }));
}

async function connectAll(peer: HttpPeer, era: Era, count: number): Promise<readonly HttpCaller[]> {
  return Promise.all(Array.from({ length: count }, async () => peer.connect(era)));
}

/** Every caller makes so many calls, one after the other; answers how long each took, in ms. */
async function callAll(callers: readonly HttpCaller[], url: string, each: number): Promise<readonly number[]> {
  const taken: number[] = [];
  await Promise.all(
    callers.map(async (caller) => {
      for (let done = 0; done < each; done += 1) {
        const startedAt = performance.now();
        await caller.call('http_get', { item: 'api', url });
        taken.push(performance.now() - startedAt);
      }
    }),
  );
  return taken;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
