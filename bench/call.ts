import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { BENCH_SECRET, prepareHome } from './call/prepare-home.ts';
import { startPeer, type Launch, type StdioPeer } from './call/stdio-peer.ts';
import type { Measurement } from './measurement.ts';

const STARTS = 15;
const BLOCKS = 20;
const CALLS_PER_BLOCK = 50;
const AT_ONCE = 16;

type Side = 'keyward' | 'bare' | 'bare, bundled';
type Samples = Record<Side, number[]>;

/** Keyward beside a bare MCP SDK server that makes the same call, interleaved in one run over stdio. */
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
  const launches: Record<Side, Launch> = {
    keyward: {
      args: [built('dist/bin.js'), 'mcp'],
      env: { KEYWARD_HOME: home, KEYWARD_KEYCHAIN: 'off', KEYWARD_SERVICE_ACCOUNT_TOKEN: token },
    },
    bare: { args: [await bareServer('external'), BENCH_SECRET], env: {} },
    'bare, bundled': { args: [await bareServer('bundled'), BENCH_SECRET], env: {} },
  };
  try {
    return [...(await measureStart(launches)), ...(await measureCalls(launches, `${origin}/v1/me`))];
  } finally {
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

async function measureStart(launches: Record<Side, Launch>): Promise<readonly Measurement[]> {
  const wall: Samples = emptySamples();
  const cpu: Samples = emptySamples();
  for (let round = 0; round < STARTS; round += 1) {
    for (const side of SIDES) {
      const startedAt = performance.now();
      const peer = await startPeer(launches[side]);
      await peer.call('tools/list', {});
      wall[side].push(performance.now() - startedAt);
      cpu[side].push(peer.cpuMs());
      peer.close();
    }
  }
  return [
    ...compare({ name: 'start to first tools/list, CPU', unit: 'ms', aim: 'at most 1.5 of bare' }, cpu, mean),
    ...compare(
      { name: 'start to first tools/list, wall p50', unit: 'ms', aim: 'at most 1.5 of bare' },
      wall,
      (values) => quantile(values, 0.5),
    ),
  ];
}

async function measureCalls(launches: Record<Side, Launch>, url: string): Promise<readonly Measurement[]> {
  const peers = {
    keyward: await startPeer(launches.keyward),
    bare: await startPeer(launches.bare),
    'bare, bundled': await startPeer(launches['bare, bundled']),
  };
  const call = async (peer: StdioPeer): Promise<unknown> =>
    peer.call('tools/call', { name: 'http_get', arguments: { item: 'api', url } });
  const latency = emptySamples();
  const rate = emptySamples();
  for (const side of SIDES) await repeat(CALLS_PER_BLOCK, async () => call(peers[side]));
  for (let block = 0; block < BLOCKS; block += 1) {
    for (const side of SIDES) {
      await repeat(CALLS_PER_BLOCK, async () => latency[side].push(await timed(async () => call(peers[side]))));
    }
  }
  for (let block = 0; block < BLOCKS; block += 1) {
    for (const side of SIDES) {
      const ms = await timed(async () =>
        Promise.all(
          Array.from({ length: AT_ONCE }, async () => repeat(CALLS_PER_BLOCK / 5, async () => call(peers[side]))),
        ),
      );
      rate[side].push(((AT_ONCE * CALLS_PER_BLOCK) / 5 / ms) * 1000);
    }
  }
  const memory = emptySamples();
  for (const side of SIDES) memory[side].push(peers[side].residentMiB());
  for (const side of SIDES) peers[side].close();
  return [
    ...compare({ name: 'one call, p50', unit: 'ms', aim: 'at most 3 ms added' }, latency, (values) =>
      quantile(values, 0.5),
    ),
    ...compare({ name: 'one call, p99', unit: 'ms', aim: '' }, latency, (values) => quantile(values, 0.99)),
    ...compare({ name: '16 at once', unit: 'calls/s', aim: 'at least 0.6 of bare' }, rate, (values) =>
      quantile(values, 0.5),
    ),
    ...compare({ name: 'resident memory after the calls', unit: 'MiB', aim: 'at most 1.5 of bare' }, memory, mean),
  ];
}

const SIDES = ['keyward', 'bare', 'bare, bundled'] as const;

interface Heading {
  readonly name: string;
  readonly unit: string;
  readonly aim: string;
}

function compare(
  { name, unit, aim }: Heading,
  samples: Samples,
  summary: (values: readonly number[]) => number,
): readonly Measurement[] {
  const bare = summary(samples.bare);
  return SIDES.map((side) => {
    const value = summary(samples[side]);
    const ratio = `${(value / bare).toFixed(2)} of bare`;
    return {
      name: `${name}: ${side}`,
      value: Number(value.toFixed(2)),
      unit: side === 'bare' ? unit : `${unit} (${ratio})`,
      aim: side === 'keyward' ? aim : '',
    };
  });
}

/** The bare server as one file: its libraries beside it in node_modules, or inside it as in our own build. */
async function bareServer(libraries: 'external' | 'bundled'): Promise<string> {
  const input = fileURLToPath(new URL('../bench/call/bare-server.ts', import.meta.url));
  const bundle = await rolldown({
    input,
    platform: 'node',
    ...(libraries === 'external' ? { external: [/^@?[a-z]/] } : {}),
  });
  const folder =
    libraries === 'external' ? built('node_modules/.cache') : await mkdtemp(join(tmpdir(), 'keyward-bare-'));
  const file = join(folder, 'bare-server.mjs');
  await bundle.write({ file, format: 'esm' });
  return file;
}

function built(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

function emptySamples(): Samples {
  return { keyward: [], bare: [], 'bare, bundled': [] };
}

async function repeat(times: number, work: () => Promise<unknown>): Promise<void> {
  for (let index = 0; index < times; index += 1) await work();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
