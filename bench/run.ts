import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { SecretValue } from '../src/core/index.ts';
import { createMasker } from '../src/run/masking/masker.ts';
import { maskStream } from '../src/run/masking/mask-stream.ts';
import { prepareHome } from './call/prepare-home.ts';
import type { Measurement } from './measurement.ts';

const ROUNDS = 15;
const CHUNK = 65_536;
const MASKED_BYTES = 1_073_741_824;
const SECRETS = 20;
const BIN = fileURLToPath(new URL('../dist/bin.js', import.meta.url));

/** What `keyward run` costs at the start, and how fast output passes the mask. */
export async function bench(): Promise<readonly Measurement[]> {
  const { home } = await prepareHome('http://127.0.0.1:9');
  try {
    return [
      ...(await measureStart(home, 'op://bench/api/credential')),
      await measureMask(1),
      await measureMask(SECRETS),
    ];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function measureStart(home: string, reference: string): Promise<readonly Measurement[]> {
  const env = { PATH: process.env['PATH'] ?? '', KEYWARD_HOME: home, KEYWARD_KEYCHAIN: 'off' };
  const sides = {
    node: { args: ['-e', '0'], env },
    open: { args: [BIN, 'read', reference], env },
    run: { args: [BIN, 'run', '--', process.execPath, '-e', '0'], env: { ...env, KEY: reference } },
  };
  const times: Record<keyof typeof sides, number[]> = { node: [], open: [], run: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const side of ['node', 'open', 'run'] as const) times[side].push(await timeOf(sides[side]));
  }
  const [node, open, run] = [median(times.node), median(times.open), median(times.run)];
  return [
    { name: '`node -e 0`', value: round1(node), unit: 'ms', aim: '' },
    { name: '`keyward read` (vault open)', value: round1(open), unit: 'ms', aim: '' },
    { name: '`keyward run -- node -e 0`', value: round1(run), unit: 'ms', aim: '' },
    { name: '  of `node -e 0` and vault open', value: round2(run / (node + open)), unit: 'x', aim: 'under 1.5' },
  ];
}

async function timeOf({
  args,
  env,
}: {
  readonly args: readonly string[];
  readonly env: Record<string, string>;
}): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  child.stdout.resume();
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`ended with ${String(code)}`);
  return performance.now() - startedAt;
}

async function measureMask(count: number): Promise<Measurement> {
  const secrets = Array.from({ length: count }, (_, at) =>
    SecretValue.fromText(`kwbench_${String(at).padStart(4, '0')}_9fQ2mX7vLr4TzB8n`),
  );
  const line =
    '2026-11-24T10:00:00.000Z info request handled method=GET path=/v1/users/1234 status=200 duration=12ms\n';
  const chunk = Buffer.from(line.repeat(Math.ceil(CHUNK / line.length))).subarray(0, CHUNK);
  const chunks = MASKED_BYTES / CHUNK;
  let at = 0;
  const from = new Readable({
    read() {
      this.push(at++ < chunks ? chunk : null);
    },
  });
  const to = new Writable({ write: (_chunk, _encoding, done) => done() });
  const startedAt = performance.now();
  await pipeline(
    from,
    maskStream(createMasker(secrets), () => () => undefined),
    to,
  );
  const seconds = (performance.now() - startedAt) / 1_000;
  const name = `masked output, ${count === 1 ? 'one value' : `${String(count)} values`}`;
  return { name, value: Math.round(MASKED_BYTES / 1e6 / seconds), unit: 'MB/s', aim: 'at least 200' };
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
