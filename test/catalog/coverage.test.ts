import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { compileShape, findService, tokenShapes } from '../../src/catalog/index.ts';
import { findCredentials } from '../../src/redaction/index.ts';
import { noise } from '../redaction/known.ts';

// Facts about services that are stored outside the project; without them there is nothing to hold the catalog against.
const FACTS = '../shared/vectors/services.json';

const length = z.union([z.number(), z.object({ min: z.number(), max: z.number() }), z.null()]);
const token = z.object({
  kind: z.string(),
  prefixes: z.array(z.string()),
  alphabet: z.string().nullable(),
  length,
  structure: z.string().optional(),
  marker: z.string().optional(),
  checksum: z.string().optional(),
  context: z.array(z.string()).optional(),
  public: z.boolean(),
});
const service = z.object({ id: z.string(), tokens: z.array(token) });
type Token = z.infer<typeof token>;

const ALPHABETS: readonly (readonly [RegExp, string | undefined])[] = [
  [/^hex lower$/, '0123456789abcdef'],
  [/^hex upper$/, '0123456789ABCDEF'],
  [/^lower-case letters and digits$/, 'abcdefghijklmnopqrstuvwxyz0123456789'],
  [/^upper-case letters and digits$/, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'],
  [/^upper base32/, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'],
  [/^letters only$/, 'abcdefghijklmnopqrstuvwxyzABCDEFGH'],
  [/^(?:base62 \(A-Z a-z 0-9\)|letters and digits|base64url \(A-Z a-z 0-9 - _\))$/, undefined],
];

describe.skipIf(!existsSync(FACTS))(
  'the catalog beside ../shared/vectors/services.json (skipped where that is not)',
  () => {
    const services = existsSync(FACTS) ? z.array(service).parse(JSON.parse(readFileSync(FACTS, 'utf8'))) : [];
    const kinds = services.flatMap(({ id, tokens }) => tokens.map((kind) => ({ service: id, ...kind })));
    const secrets = kinds.filter((kind) => !kind.public);

    it('knows at least 150 of the services', () => {
      const known = services.filter(({ id }) => findService(id) !== undefined);
      console.info(`services: ${known.length} of ${services.length}`);
      expect(known.length).toBeGreaterThanOrEqual(150);
    });

    it('finds made-up values of the kinds that have a prefix, an alphabet and a length', () => {
      const values = secrets.flatMap(({ service, ...kind }) => {
        const body = madeUp(kind);
        return body === undefined ? [] : kind.prefixes.map((prefix) => ({ service, ...kind, value: prefix + body }));
      });
      const shaped = values.filter(({ value }) => tokenShapes().some((shape) => isWhole(shape, value)));
      const missed = values.filter((value) => !shaped.includes(value));
      const unseen = values.filter(({ value }) => findCredentials(`{"key": "${value}"}`)[0]?.to !== 9 + value.length);
      report('made-up values with a shape', values.length, missed);
      report('of them found in an answer', values.length, unseen);
      expect(missed.length / values.length).toBeLessThan(0.03);
      expect(unseen.length / values.length).toBeLessThan(0.2);
    });

    it('has a shape for the prefixes of the rest', () => {
      const openings = secrets.flatMap((kind) => kind.prefixes.map((prefix) => ({ ...kind, value: prefix })));
      const missed = openings.filter(({ value }) => !tokenShapes().some((shape) => hasOpening(shape, value)));
      report('secret prefixes with a shape', openings.length, missed);
      expect(missed.length / openings.length).toBeLessThan(0.03);
    });

    it('has a shape for kinds that only a word nearby tells', () => {
      const named = secrets.filter(({ prefixes, context }) => prefixes.length === 0 && context !== undefined);
      const missed = named.filter(
        ({ service, context = [] }) =>
          !tokenShapes().some(
            (shape) =>
              shape.service === service &&
              (shape.prefixes.length > 0 ||
                shape.keywords.some((word) => context.join(' ').toLowerCase().includes(word))),
          ),
      );
      report('kinds told by a word', named.length, missed);
      expect(missed.length / named.length).toBeLessThan(0.05);
    });
  },
);

function madeUp({ alphabet, length: wanted, structure, marker, checksum }: Token): string | undefined {
  const isPlain = structure === undefined && marker === undefined && checksum === undefined;
  if (alphabet === null || wanted === null || !isPlain) return undefined;
  const known = ALPHABETS.find(([pattern]) => pattern.test(alphabet));
  const count = typeof wanted === 'number' ? wanted : wanted.min;
  return known === undefined ? undefined : noise(count, count, known[1]);
}

function hasOpening(shape: ReturnType<typeof tokenShapes>[number], opening: string): boolean {
  const literals = [...shape.prefixes, shape.body.replaceAll('\\', '')];
  return literals.some((text) => text.includes(opening) || opening.startsWith(text));
}

function isWhole(shape: ReturnType<typeof tokenShapes>[number], value: string): boolean {
  return value.match(compileShape(shape, 'g'))?.[0] === value;
}

function report(what: string, of: number, missed: readonly { service: string; kind: string }[]): void {
  const names = missed.map(({ service: id, kind }) => `${id} (${kind})`);
  console.info(`${what}: ${of - missed.length} of ${of}; not: ${names.join(', ') || 'none'}`);
}
