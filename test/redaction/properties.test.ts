import { existsSync, readdirSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/core/index.ts';
import { createScrubber } from '../../src/redaction/index.ts';
import { ENCODINGS } from './encodings.ts';
import { known, noise, scrubberOf } from './known.ts';
import { residueOf } from './residue.ts';
import { byDepth } from '../support/depth.ts';

const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const secretOf = (alphabet: string, minLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength: 72 });

// Random enough that no ordinary text around it holds a piece of it by chance.
const secrets = fc
  .oneof(
    secretOf(BASE62, 8),
    secretOf('0123456789abcdef', 16),
    secretOf(`${BASE62}+/`, 12),
    secretOf(`${BASE62}-_.`, 12),
    secretOf(`${BASE62}!@#$%^&*()"'\\<>?`, 12),
    secretOf(`${BASE62}äöüßéñ`, 12),
  )
  .filter((secret) => new Set(secret.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase()).size >= 6);

const surroundings = fc.string({
  unit: fc.constantFrom(...'abc XYZ 019 .,:;"\'\\/<>&%=+-_{}[]\n\té漢'),
  maxLength: 40,
});

/** Encodings that may be applied over each other: each keeps the characters of what it encodes together. */
const STACKED = [
  'base64',
  'base64url',
  'hexadecimal',
  'percent encoding',
  'a JSON string',
  '\\u escapes',
  'decimal HTML entities',
  'gzip in base64',
  'base32',
];

const clean = { hits: 0, withheld: false, names: [], partial: false };

describe('for every secret', () => {
  it.each(Object.entries(ENCODINGS))('nothing is left of %s, whatever stands around it', (name, encode) => {
    const halves = name === 'halves in two members';
    fc.assert(
      fc.property(secrets, surroundings, surroundings, (secret, before, after) => {
        fc.pre(!halves || secret.length >= 17);
        const { text, hits } = scrubberOf(secret).text(`${before} ${encode(secret)} ${after}`);
        expect(hits).toBeGreaterThan(0);
        expect(residueOf(text, secret)).toBeUndefined();
      }),
      { numRuns: byDepth({ few: 5, everything: 25 }) },
    );
  });

  it('nothing is left of two encodings one over the other', () => {
    const encoding = fc.constantFrom(...STACKED);
    fc.assert(
      fc.property(secrets, encoding, encoding, surroundings, (secret, inner, outer, before) => {
        const encoded = ENCODINGS[outer]?.(ENCODINGS[inner]?.(secret) ?? '') ?? '';
        const { text, hits, withheld } = scrubberOf(secret).text(`${before} ${encoded}`);
        // A gzip member in a gzip member is deeper than is looked: withheld unseen.
        expect(hits > 0 || withheld).toBe(true);
        expect(residueOf(text, secret)).toBeUndefined();
      }),
      { numRuns: byDepth({ few: 60, everything: 300 }) },
    );
  });

  it('nothing is left in JSON, wherever it stands and however it is cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(secrets, cuts, fc.constantFrom('list', 'members', 'messages', 'nested'), (secret, lengths, shape) => {
        const pieces: string[] = [];
        for (let at = 0, next = 0; at < secret.length; next += 1) {
          const length = lengths[next % lengths.length] ?? 1;
          pieces.push(secret.slice(at, at + length));
          at += length;
        }
        const shapes: Record<string, Json> = {
          list: pieces,
          members: Object.fromEntries(pieces.map((piece, at) => [`p${String(at)}`, piece])),
          messages: pieces.map((text, at) => ({ at, from: 'someone', text })),
          nested: pieces.map((piece) => [[piece]]),
        };
        const scrubbed = scrubberOf(secret).json({ id: 7, echo: shapes[shape] ?? null, last: 'stays' });
        expect(scrubbed.hits).toBeGreaterThan(0);
        expect(residueOf(JSON.stringify(scrubbed.value), secret)).toBeUndefined();
        expect(scrubbed.value).toMatchObject({ last: 'stays' });
      }),
      { numRuns: byDepth({ few: 40, everything: 200 }) },
    );
  });

  it('what comes out is clean when it is scrubbed again', () => {
    fc.assert(
      fc.property(
        secrets,
        secrets,
        fc.constantFrom(...Object.values(ENCODINGS)),
        surroundings,
        (one, other, encode, between) => {
          const scrubber = scrubberOf(one, other);
          const { text } = scrubber.text(`${encode(one)}${between}${encode(other)}`);
          expect(scrubber.text(text)).toEqual({ text, ...clean });
        },
      ),
      { numRuns: byDepth({ few: 30, everything: 150 }) },
    );
  });
});

describe('text without a secret', () => {
  const many = createScrubber({
    secrets: Array.from({ length: 400 }, (_, seed) => [
      known(`tok_${noise(36, seed)}`),
      known(noise(40, seed + 1_000, '0123456789abcdef')),
      known(`sk_live_${noise(24, seed + 2_000)}`),
    ]).flat(),
  });

  it('passes unchanged', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'grapheme' }),
          fc.lorem({ mode: 'sentences' }),
          fc.webUrl(),
          fc.emailAddress(),
        ),
        (text) => {
          expect(many.text(text)).toEqual({ text, ...clean });
        },
      ),
      { numRuns: byDepth({ few: 60, everything: 300 }) },
    );
  });

  it('passes unchanged as JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json: Json = JSON.parse(JSON.stringify(value));
        expect(many.json(json)).toEqual({ value: json, ...clean });
      }),
      { numRuns: byDepth({ few: 60, everything: 300 }) },
    );
  });

  it('passes unchanged as base64, hexadecimal and bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        for (const text of [
          Buffer.from(bytes).toString('base64'),
          Buffer.from(bytes).toString('hex'),
          JSON.stringify([...bytes]),
        ]) {
          expect(many.text(`{"data": "${text}"}`).hits).toBe(0);
          expect(many.text(`{"data": "${text}"}`).withheld).toBe(false);
        }
      }),
      { numRuns: byDepth({ few: 40, everything: 200 }) },
    );
  });

  it('passes unchanged when it is a file of a real project', () => {
    const folders = [
      '.',
      'docs',
      'src/redaction',
      'src/redaction/views',
      'node_modules/zod',
      'node_modules/undici/docs/docs/api',
    ];
    const files = folders
      .filter((folder) => existsSync(folder))
      .flatMap((folder) =>
        readdirSync(folder, { withFileTypes: true })
          .filter((entry) => entry.isFile() && /\.(?:json|md|ts|js|html)$/.test(entry.name))
          .map((entry) => `${folder}/${entry.name}`),
      );
    expect(files.length).toBeGreaterThan(20);
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      expect({ file, ...many.text(text) }).toEqual({ file, text, ...clean });
    }
  });
});
