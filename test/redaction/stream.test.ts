import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { ScrubbedText } from '../../src/redaction/index.ts';
import { scrubberOf, TOKEN } from './known.ts';
import { residueOf } from './residue.ts';

const scrubber = scrubberOf(TOKEN);
const LINE = 'the quick brown fox jumps over the lazy dog\n';
const filler = (length: number): string => LINE.repeat(Math.ceil(length / LINE.length)).slice(0, length);

function pass(chunks: readonly Uint8Array[], contentType?: string): ScrubbedText {
  const stream = scrubber.stream(contentType);
  const written = chunks.map((chunk) => stream.write(chunk)).join('');
  const rest = stream.end();
  return { ...rest, text: written + rest.text };
}

function cut(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const at = [...new Set(offsets.map((offset) => offset % (bytes.length + 1)))].sort((one, other) => one - other);
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index] ?? bytes.length));
}

describe('a stream', () => {
  it('that is clean passes unchanged', () => {
    const text = `${filler(300_000)}é漢😀`;
    expect(pass([Buffer.from(text, 'utf8')])).toEqual({ text, hits: 0, withheld: false, names: [], partial: false });
  });

  it('lets text pass before it ends', () => {
    const stream = scrubber.stream();
    expect(stream.write(Buffer.from(filler(200_000), 'utf8')).length).toBeGreaterThan(60_000);
  });

  it('gives the same however its bytes are cut', () => {
    const pieces = [
      TOKEN,
      Buffer.from(TOKEN).toString('base64'),
      [...TOKEN].join(' '),
      '漢字😀',
      `data: ${TOKEN.slice(0, 20)}\n\n`,
    ];
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...pieces), fc.nat(40_000)), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { maxLength: 8 }),
        fc.constantFrom(undefined, 'text/event-stream'),
        (parts, offsets, contentType) => {
          const bytes = Buffer.from(parts.map(([piece, gap]) => filler(gap) + piece).join(''), 'utf8');
          const whole = pass([bytes], contentType);
          expect(pass(cut(bytes, offsets), contentType)).toEqual(whole);
          expect(whole.text).not.toContain(TOKEN.slice(0, 16));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('gives the same byte by byte', () => {
    const bytes = Buffer.from(`é漢😀 ${TOKEN} and ${Buffer.from(TOKEN).toString('hex')}`, 'utf8');
    expect(
      pass(
        cut(
          bytes,
          Array.from({ length: bytes.length }, (_, at) => at),
        ),
      ),
    ).toEqual(pass([bytes]));
  });

  it.each([1, 12, 39])('finds a secret that lies over the end of a block (%i characters before it)', (before) => {
    // Without a line end a block is cut at its greatest length.
    const block = 262_144;
    const start = filler(block - before).replaceAll('\n', ' ');
    const scrubbed = pass([Buffer.from(`${start}${TOKEN}${filler(1_000)}`, 'utf8')]);
    expect(residueOf(scrubbed.text.slice(block - 200, block + 200), TOKEN, 'tok_')).toBeUndefined();
    expect(scrubbed.hits).toBeGreaterThan(0);
  });

  it('finds an encoded secret that lies over the end of a block', () => {
    for (const encoded of [Buffer.from(TOKEN).toString('base64'), [...TOKEN].join('\n'), encodeURIComponent(TOKEN)]) {
      for (const before of [1, 10, 30]) {
        const scrubbed = pass([Buffer.from(`${filler(65_536 - before)}${encoded}${filler(1_000)}`, 'utf8')]);
        expect(residueOf(scrubbed.text.slice(65_400, 65_800), TOKEN, 'tok_')).toBeUndefined();
        expect(scrubbed.hits).toBeGreaterThan(0);
      }
    }
  });

  it('withholds an event, not its neighbours', () => {
    const events = ['data: one\n\n', `data: ${[...TOKEN].join(' ')}\n\n`, 'data: two\n\n'];
    expect(pass([Buffer.from(events.join(''), 'utf8')], 'text/event-stream')).toMatchObject({
      text: 'data: one\n\ndata: [WITHHELD]\n\ndata: two\n\n',
      withheld: true,
    });
  });

  it('withholds a secret that goes on over block after block', () => {
    const endless = (TOKEN + filler(65_500 - TOKEN.length).replaceAll('\n', ' ')).repeat(12);
    expect(residueOf(pass([Buffer.from(endless, 'utf8')]).text, TOKEN, 'tok_')).toBeUndefined();
  });

  it('that was cut loses the tail that could hold the first half of a secret', () => {
    for (const length of [100, 66_000, 300_000]) {
      const stream = scrubber.stream();
      const text =
        stream.write(Buffer.from(filler(length) + TOKEN.slice(0, 11), 'utf8')) + stream.end({ truncated: true }).text;
      expect(text).not.toContain(TOKEN.slice(0, 5));
    }
  });
});
