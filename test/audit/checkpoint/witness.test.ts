import { mkdtemp, rm, writeFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type AuditKey,
  type VerifierKey,
  createCheckpointer,
  createWitness,
  httpWitness,
  logKey,
  makeVerifierKey,
  witnessFolder,
} from '../../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../../src/audit/checkpoint/audit-key.ts';
import { signCheckpoint } from '../../../src/audit/checkpoint/checkpoint.ts';
import { witnessesOf } from '../../../src/audit/checkpoint/cosignature.ts';
import { consistencyProof, rangeHashOf } from '../../../src/audit/tree/prove.ts';
import { leafHash } from '../../../src/audit/tree/tree-hash.ts';
import { silentLogger } from '../../../src/core/index.ts';
import { ready } from '../../../src/crypto/index.ts';
import { createMemoryStore } from '../memory-store.ts';
import { fixture, handClock, intent, SESSION, START_MS } from '../trail-fixture.ts';

const CHAIN = 'chain';
const NAME = 'witness.test/w1';

let logSigner: AuditKey;
let witnessSigner: AuditKey;
let witnessKey: VerifierKey;
let folder: string;

beforeAll(async () => {
  await ready();
  logSigner = auditKeyFromSeed(new Uint8Array(32).fill(1));
  witnessSigner = auditKeyFromSeed(new Uint8Array(32).fill(2));
  witnessKey = makeVerifierKey(NAME, 'witness', witnessSigner.publicKey);
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keyward-witness-'));
});

afterEach(async () => rm(folder, { recursive: true }));

function witness(chain = CHAIN) {
  const identity = { name: NAME, signer: witnessSigner };
  const logs = [logKey(chain, logSigner.publicKey)];
  return createWitness({ identity, logs, memory: witnessFolder(folder), clock: handClock() });
}

const leaves = Array.from({ length: 20 }, (_, index) => leafHash(`record ${index}`));
const range = rangeHashOf(leaves);

function note(size: number, origin = `keyward-audit/${CHAIN}`): string {
  return signCheckpoint({ origin, size, root: range(0, size) }, logSigner).note;
}

function request(oldSize: number, size: number, text = note(size)): string {
  const proof = consistencyProof(oldSize, size, range).map((hash) => `${Buffer.from(hash).toString('base64')}\n`);
  return `old ${oldSize}\n${proof.join('')}\n${text}`;
}

describe('a witness', () => {
  it('co-signs what continues the last checkpoint it co-signed, also after it was started anew', async () => {
    const first = await witness().addCheckpoint(request(0, 5));
    expect(first.status).toBe(200);
    expect(witnessesOf(note(5) + first.body, [witnessKey])).toEqual([{ name: NAME, atSeconds: START_MS / 1000 }]);
    expect((await witness().addCheckpoint(request(5, 13))).status).toBe(200);
    expect((await witness().addCheckpoint(request(13, 13))).status).toBe(200);
  });

  it('answers its own size when asked from another', async () => {
    const one = witness();
    await one.addCheckpoint(request(0, 5));
    expect(await one.addCheckpoint(request(3, 8))).toMatchObject({
      status: 409,
      contentType: 'text/x.tlog.size',
      body: '5\n',
    });
    expect(await one.addCheckpoint(request(0, 8))).toMatchObject({ status: 409, body: '5\n' });
  });

  it.each([
    ['an unknown trail', 404, () => request(5, 8, note(8, 'keyward-audit/other'))],
    [
      'a signature that is not the log’s',
      403,
      () => request(5, 8, note(8).replace(/[^\n]{20}\n$/, `${'A'.repeat(19)}=\n`)),
    ],
    ['an old size above the new', 400, () => request(8, 8, note(5)).replace('old 8', 'old 9')],
    ['a proof that is missing', 422, () => `old 5\n\n${note(8)}`],
    [
      'another tree of the same size',
      409,
      () =>
        `old 5\n\n${signCheckpoint({ origin: `keyward-audit/${CHAIN}`, size: 5, root: leafHash('x') }, logSigner).note}`,
    ],
    ['no request at all', 400, () => 'hello'],
    ['an old size written with a zero before', 400, () => request(5, 8).replace('old 5', 'old 05')],
    ['too many proof lines', 400, () => `old 5\n${'AAAA\n'.repeat(64)}\n${note(8)}`],
  ])('refuses %s with %i', async (_case, status, body) => {
    const one = witness();
    await one.addCheckpoint(request(0, 5));
    expect((await one.addCheckpoint(body())).status).toBe(status);
    expect((await one.addCheckpoint(request(5, 6))).status).toBe(200);
  });

  it('lets only one of two requests through that both continue the same checkpoint', async () => {
    const one = witness();
    const [first, second] = await Promise.all([one.addCheckpoint(request(0, 5)), one.addCheckpoint(request(0, 9))]);
    expect([first.status, second.status]).toEqual([200, 409]);
  });

  it('does not take a damaged memory for an empty one', async () => {
    const one = witness();
    await one.addCheckpoint(request(0, 5));
    const [file = ''] = await readdir(folder);
    await writeFile(join(folder, file), 'gone');
    await expect(one.addCheckpoint(request(0, 1))).rejects.toMatchObject({ code: 'AUDIT_BROKEN' });
  });
});

describe('a checkpoint that is witnessed', () => {
  it('carries the witness’s line in the trail, each time with a proof from the one before', async () => {
    const { store, trail, clock } = fixture();
    await trail.record(intent('first'));
    const { chain } = JSON.parse(store.rows[0]?.record ?? '');
    const other = witness(chain);
    const statuses: number[] = [];
    const asked = httpWitness(witnessKey, 'https://witness.test/', async ({ url, body }) => {
      expect(url).toBe('https://witness.test/add-checkpoint');
      const answer = await other.addCheckpoint(body);
      statuses.push(answer.status);
      return answer;
    });
    const deps = { store, trail, clock, key: logSigner, logger: silentLogger, session: SESSION, witnesses: [asked] };
    for (let round = 0; round < 4; round += 1) {
      for (let call = 0; call <= round * 3; call += 1) await trail.record(intent(`call${round}-${call}`));
      const signed = await createCheckpointer(deps).checkpoint();
      expect(witnessesOf(signed?.note ?? '', [witnessKey])).toHaveLength(1);
    }
    expect(statuses).toEqual([200, 409, 200, 409, 200, 409, 200]);
  });

  it('is made without its line when it does not answer, answers wrongly, or saw another trail', async () => {
    const answers = [
      async () => Promise.reject(new Error('down')),
      async () => ({ status: 200, body: '\u2014 witness.test/w1 AAAAAAAA\n' }),
      async () => ({ status: 200, body: 'nonsense' }),
      async () => ({ status: 409, body: '99\n' }),
      async () => ({ status: 409, body: 'x' }),
    ];
    for (const answer of answers) {
      const { store, trail, clock } = fixture(createMemoryStore());
      await trail.record(intent('first'));
      const witnesses = [httpWitness(witnessKey, 'https://witness.test', answer)];
      const deps = { store, trail, clock, key: logSigner, logger: silentLogger, session: SESSION, witnesses };
      const signed = await createCheckpointer(deps).checkpoint();
      expect(signed?.size).toBe(1);
      expect(witnessesOf(signed?.note ?? '', [witnessKey])).toEqual([]);
    }
  });
});
