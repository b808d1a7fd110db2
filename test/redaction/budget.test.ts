import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SecretValue } from '../../src/core/index.ts';
import { createScrubber, estimateBits, type KnownSecret, WITHHELD } from '../../src/redaction/index.ts';
import { scrubBody } from '../../src/redaction/content/scrub-body.ts';
import { createEngine } from '../../src/redaction/engine/detector.ts';
import { isClean } from '../../src/redaction/engine/inspect.ts';
import { createInspector as createOracle } from './oracle/engine/inspect.ts';
import { revealSecrets } from './oracle/engine/plain-secret.ts';
import { ENCODINGS } from './encodings.ts';
import { known, noise, TOKEN } from './known.ts';

/** What may be taken before the loop that is under way notices that nothing is left. */
const OVERSHOOT = 1.75;

interface Cost {
  /** Steps for each byte beyond the least that every answer has. */
  readonly perByte: number;
  readonly isSpent: boolean;
}

function costOf(body: string, contentType: string, ...secrets: KnownSecret[]): Cost {
  const bytes = Buffer.from(body, 'utf8');
  const detector = createEngine(secrets, {}).open(bytes.length);
  const before = detector.budget.steps;
  scrubBody(detector, { bytes, contentType });
  const used = before - detector.budget.steps;
  return { perByte: used / before, isSpent: detector.budget.steps < 0 };
}

const selfSimilar = (length: number): string => `eyJaaaaaaaaaa.eyJ${'a'.repeat(length)}.${'a'.repeat(100)}`;
const nested = (value: string, depth: number): string => (depth === 0 ? value : `{"a":${nested(value, depth - 1)}}`);

describe('one budget for an answer', () => {
  const captured = (text: string): KnownSecret => ({
    name: 'captured',
    value: SecretValue.fromText(text),
    match: 'whole',
  });
  it.each([2_000, 32_000])('holds for a captured token of %i equal letters, beside as many more', (length) => {
    const token = selfSimilar(length);
    expect(costOf(`${token} ${'a'.repeat(length * 2)}`, 'text/plain', captured(token)).perByte).toBeLessThan(OVERSHOOT);
    expect(costOf('a'.repeat(length * 3), 'text/plain', captured(token)).perByte).toBeLessThan(OVERSHOOT);
    expect(costOf('a'.repeat(length * 3), 'text/plain', known(token)).perByte).toBeLessThan(OVERSHOOT);
  });

  it.each<[string, string, string]>([
    ['nested JSON with one hit', 'application/json', nested(`["${noise(900_000, 1)}","${TOKEN}"]`, 15)],
    ['a hit in every row', 'application/json', JSON.stringify(Array(20_000).fill({ a: TOKEN.slice(10, 30) }))],
    ['open braces of escapes', 'text/plain', '\\u{'.repeat(300_000)],
    ['numbers in eights', 'text/plain', `${'1,'.repeat(8)}          `.repeat(40_000)],
    ['a hit among many lines', 'application/x-ndjson', `${'{"a":"b"}\n'.repeat(90_000)}{"a":"${TOKEN}"}\n`],
    ['a hit among many fields', 'application/x-www-form-urlencoded', `${'a=b&'.repeat(200_000)}${TOKEN}`],
  ])('holds for %s', (_, type, body) => {
    expect(costOf(body, type, known(TOKEN)).perByte).toBeLessThan(OVERSHOOT);
  });

  it('when spent is an outcome with a code, and nothing of the answer is shown', () => {
    const tight = createScrubber({ secrets: [known(TOKEN)], limits: { maxSteps: 1_000 } });
    const overrun = { withheld: true, code: 'REDACTION_BUDGET_EXCEEDED' };
    const text = 'words '.repeat(500);
    expect(tight.text(text)).toMatchObject({ text: WITHHELD, ...overrun });
    expect(tight.json({ text })).toMatchObject({ value: WITHHELD, ...overrun });
    expect(tight.headers([['x', text]])).toMatchObject({ headers: [], ...overrun });
    expect(tight.body(Buffer.from(text), 'image/png')).toMatchObject({ kind: 'withheld', ...overrun });
    expect(tight.text('words').code).toBeUndefined();
  });

  it('holds for whatever is repeated and mixed, with hits and without', () => {
    const unit = fc.oneof(
      fc.constantFrom(
        TOKEN,
        TOKEN.slice(5, 18),
        TOKEN.slice(4, 15),
        'a',
        '\\',
        '\\u{',
        '%25',
        '&amp;',
        '"',
        '",',
        '[',
        '{"a":',
      ),
      fc.constantFrom(
        '1,',
        '0x',
        '=\n',
        '<a',
        '\n',
        'eyJ',
        'ABCD2345',
        'deadbeef',
        '\u{ff21}',
        'data: ',
        '\n\n',
        '&',
        '\u200b',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const type = fc.constantFrom(
      'text/plain',
      'application/json',
      'text/event-stream',
      'application/x-ndjson',
      'application/x-www-form-urlencoded',
    );
    const stretches = fc.array(fc.tuple(unit, fc.integer({ min: 1, max: 3_000 })), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(stretches, type, fc.boolean(), (parts, contentType, inJson) => {
        const text = parts.map(([part, times]) => part.repeat(times)).join('');
        const body = inJson ? JSON.stringify(parts.map(([part, times]) => Array(times).fill({ part }))) : text;
        expect(costOf(body, contentType, known(TOKEN)).perByte).toBeLessThan(OVERSHOOT);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the engine', () => {
  it('finds all that the plain one it is held against finds, joined and stacked views too', () => {
    const secret = fc.string({ unit: fc.constantFrom(...'abcdefXYZ0123456789_-+/'), minLength: 24, maxLength: 48 });
    const encoding = fc.constantFrom(...Object.values(ENCODINGS));
    const wrap = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => JSON.stringify({ said: text, id: 7 }),
      (text) => JSON.stringify(text.match(/.{1,7}/gsu)).slice(0, -1),
      (text) => text.replaceAll(/.{5}/gsu, '$&</b><b>'),
      (text) =>
        JSON.stringify(
          Buffer.from(text)
            .toString('hex')
            .match(/.{1,6}/g),
        ),
    );
    fc.assert(
      fc.property(
        secret,
        encoding,
        encoding,
        wrap,
        fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
        (text, inner, outer, around, cut) => {
          // The plain one counts pieces by their length, the engine by what they say: a text that repeats itself says little,
          // and is refused as a secret (ITEM_SECRET_TOO_WEAK).
          fc.pre(estimateBits(SecretValue.fromText(text)) >= 128);
          const secrets = [known(text)];
          const body = Buffer.from(around(outer(inner(text))).slice(cut), 'utf8');
          const bounds = { maxWorkBytes: undefined, maxInflatedBytes: 4_194_304 };
          const expected = createOracle(revealSecrets(secrets), false, bounds).inspect(body);
          const actual = createEngine(secrets, {}).open(body.length).inspector.inspect(body);
          expect(actual.found.size).toBeGreaterThanOrEqual(expected.found.size);
          // It knows more forms, and may withhold more; it never passes what the plain one does not.
          if (expected.found.size > 0 || expected.tooDeep || expected.tooMuch) expect(isClean(actual)).toBe(false);
        },
      ),
      { numRuns: 400 },
    );
  });
});
