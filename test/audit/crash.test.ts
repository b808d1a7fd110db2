import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuditTrail, logKey, openAuditKey, readChain } from '../../src/audit/index.ts';
import { bundleScript } from '../../scripts/bundle-script.mjs';
import { readRecord } from '../../src/audit/record.ts';
import { silentLogger, systemClock, systemRandom } from '../../src/core/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { temporaryFolder } from '../support/storage-kit.ts';
import { byDepth } from '../support/depth.ts';

// Once at each point by default and twelve times in `deep`; a nightly run asks for two thousand.
const ROUNDS = byDepth({ few: 5, everything: Number(process.env['KEYWARD_KILL_ROUNDS'] ?? '60') });
const LANES = 3;
const WRITERS = byDepth({ few: 4, everything: 8 });
const POINTS = ['before intent', 'after intent', 'after send', 'before outcome', 'during outcome'] as const;

let script: string;
beforeAll(async () => void (script = await bundleScript(join(import.meta.dirname, 'children/make-calls.ts'))));

async function run(args: readonly string[]): Promise<{ signal: string | null; errors: string }> {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await once(child, 'close');
  return { signal: child.signalCode, errors };
}

async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line !== '');
}

/** What the trail says of each call, after a start that recovers what crashed. */
async function readTrail(folder: string) {
  const storage = await openStorage({ folder, logger: silentLogger });
  const store = storage.audit;
  const trail = createAuditTrail({ store, clock: systemClock, random: systemRandom, logger: silentLogger });
  await trail.recoverOpenIntents();
  const { publicKey } = await openAuditKey({ folder, random: systemRandom });
  const keys = [logKey((await readChain(store)) ?? '', publicKey)];
  const report = await trail.verify(undefined, { keys });
  const open = await store.findOpenIntents(Number.MAX_SAFE_INTEGER);
  const rows = await store.read(1, 1_000_000);
  const integrity = rows.map(({ record }) => readRecord(record));
  await storage.close();
  const of = (type: string) => rows.filter((row) => row.type === type).map(({ callId }) => callId ?? '');
  return { report, open, records: integrity, intents: of('call.intent'), outcomes: of('call.outcome') };
}

describe('a server that is killed', () => {
  it(
    `at any point, ${ROUNDS} times over, has sent nothing without an intent and answered nothing without an outcome`,
    async () => {
      const folder = await temporaryFolder();
      const lane = async (first: number): Promise<void> => {
        for (let round = first; round < ROUNDS; round += LANES) {
          const point = POINTS[round % POINTS.length] ?? 'never';
          const ended = await run([folder, `r${round}`, '4', '3', point, `-${round % 3}-${round % 4}`]);
          expect(ended).toEqual({ signal: 'SIGKILL', errors: '' });
        }
      };
      await Promise.all(Array.from({ length: LANES }, (_, index) => lane(index)));
      const { intents, open, outcomes, report } = await readTrail(folder);
      expect(report).toMatchObject({ kind: 'intact' });
      expect(open).toEqual([]);
      expect(outcomes.toSorted()).toEqual(intents.toSorted());
      const known = new Set(intents);
      for (const callId of await linesOf(join(folder, 'sent'))) expect(known).toContain(callId);
      for (const callId of await linesOf(join(folder, 'answered'))) expect(outcomes).toContain(callId);
    },
    20_000 + ROUNDS * 2_000,
  );

  it('leaves a call as unknown when it died after sending', async () => {
    const folder = await temporaryFolder();
    await run([folder, 'one', '1', '1', 'after send', '-0-0']);
    expect(await linesOf(join(folder, 'sent'))).toEqual(['one-0-0']);
    const { records } = await readTrail(folder);
    expect(records.at(-1)).toMatchObject({ type: 'call.outcome', call_id: 'one-0-0', outcome: { result: 'unknown' } });
  }, 30_000);
});

describe(`${WRITERS} servers on one data folder`, () => {
  it('write one chain without gap or fork, and do not take the calls of one another for lost', async () => {
    const folder = await temporaryFolder();
    const writers = Array.from({ length: WRITERS }, (_, index) => run([folder, `w${index}`, '8', '3']));
    for (const writer of writers) expect(await writer).toEqual({ signal: null, errors: '' });
    const { intents, outcomes, records, report } = await readTrail(folder);
    expect(report).toMatchObject({ kind: 'intact' });
    expect(intents).toHaveLength(WRITERS * 24);
    expect(outcomes.toSorted()).toEqual(intents.toSorted());
    expect(records.filter((record) => JSON.stringify(record?.['outcome'] ?? '').includes('unknown'))).toEqual([]);
  }, 120_000);
});
