import { createHash } from 'node:crypto';
import { SecretValue } from '../src/core/index.ts';
import { createScrubber, type KnownSecret } from '../src/redaction/index.ts';
import type { Measurement } from './measurement.ts';

const COUNTS = [1, 20, 1_000, 20_000];
const MEBIBYTE = 1_048_576;
const ROUNDS = 5;

/** Scrubbing one megabyte of each kind of body, for growing numbers of known secrets, beside plain `includes`. */
export async function bench(): Promise<readonly Measurement[]> {
  const rows: Measurement[] = [];
  for (const [kind, contentType, body] of bodies()) {
    const bytes = Buffer.from(body);
    const text = bytes.toString('latin1');
    for (const count of COUNTS) {
      const secrets = knownSecrets(count);
      const scrubber = createScrubber({ secrets });
      const ms = medianMs(() => void scrubber.body(bytes, contentType));
      const aim = count === 20 ? 'under 25 ms' : count === 20_000 ? 'under 4 times the 20' : '';
      rows.push({ name: `1 MB of ${kind}, ${String(count)} secrets`, value: round(ms), unit: 'ms', aim });
    }
    const needles = Array.from({ length: 20 }, (_, index) => secretText(index));
    const ms = medianMs(() => void needles.filter((needle) => text.includes(needle)).length);
    rows.push({ name: `1 MB of ${kind}, 20 times plain includes`, value: round(ms), unit: 'ms', aim: '' });
  }
  rows.push({
    name: '2 kB answer, 3 secrets, scrubber made anew',
    value: round(smallAnswerMs()),
    unit: 'ms',
    aim: 'under 0.5 ms',
  });
  return rows;
}

function bodies(): readonly (readonly [kind: string, contentType: string, body: string | Uint8Array])[] {
  const row = (index: number): object => ({
    id: index,
    name: `user ${String(index)}`,
    mail: `u${String(index)}@example.com`,
    tags: ['a', 'b'],
  });
  const json = JSON.stringify(Array.from({ length: 13_500 }, (_, index) => row(index))).slice(0, MEBIBYTE);
  const html = '<tr class="row"><td>cell &amp; text</td><td><a href="/path?q=1%202">link</a></td></tr>\n'.repeat(
    12_200,
  );
  const binaryish = Array.from({ length: 18_000 }, (_, index) => secretText(index + 1_000_000).slice(0, 44)).join(
    ' \u0001\t ',
  );
  return [
    ['JSON', 'application/json', `${json.slice(0, json.lastIndexOf('},') + 1)}]`],
    ['HTML', 'text/html', html.slice(0, MEBIBYTE)],
    ['text full of random words', 'text/plain', binaryish.slice(0, MEBIBYTE)],
    ['random bytes', 'application/octet-stream', randomBytes()],
  ];
}

function randomBytes(): Uint8Array {
  const digests = Array.from({ length: MEBIBYTE / 32 }, (_, index) =>
    createHash('sha256').update(String(index)).digest(),
  );
  return Buffer.concat(digests);
}

function smallAnswerMs(): number {
  const body = Buffer.from(
    JSON.stringify({
      items: Array.from({ length: 24 }, (_, id) => ({ id, name: `item ${String(id)}`, state: 'open' })),
    }),
  );
  const secrets = knownSecrets(3);
  return (
    medianMs(() => {
      for (let call = 0; call < 20; call += 1) createScrubber({ secrets }).body(body, 'application/json');
    }) / 20
  );
}

function knownSecrets(count: number): readonly KnownSecret[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `s${String(index)}`,
    value: SecretValue.fromText(secretText(index)),
  }));
}

// The same secrets in every run, and none shares a run of characters with another.
function secretText(index: number): string {
  const digest = createHash('sha256')
    .update(`secret ${String(index)}`)
    .digest();
  return Array.from(digest.subarray(0, 30), (byte) => byte.toString(36))
    .join('')
    .slice(0, 40);
}

function medianMs(work: () => void): number {
  work();
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return times.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

function round(ms: number): number {
  return Number(ms.toFixed(2));
}
