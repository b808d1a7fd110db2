import { deflateSync, gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { createScrubber, WITHHELD } from '../../src/redaction/index.ts';
import { known, noise, scrubberOf, TOKEN } from './known.ts';

const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
const nested = (text: string, depth: number): string => (depth === 0 ? text : base64(nested(text, depth - 1)));

describe('what is over the bound', () => {
  const scrubber = scrubberOf(TOKEN);

  it.each([4, 5, 8])('in depth (base64 %i times) is withheld, not passed', (depth) => {
    const harmless = 'nothing to see here, only words that were encoded over and over';
    expect(scrubber.text(nested(harmless, 2)).withheld).toBe(false);
    expect(scrubber.text(nested(harmless, depth))).toMatchObject({
      text: WITHHELD,
      hits: 0,
      withheld: true,
      names: [],
    });
    expect(scrubber.text(nested(TOKEN, depth)).text).toBe(WITHHELD);
  });

  it('in depth is withheld by itself: the rest of the answer stays', () => {
    expect(
      scrubber.json({ deep: nested('only words that were encoded over and over', 5), other: 'stays' }).value,
    ).toEqual({
      deep: WITHHELD,
      other: 'stays',
    });
  });

  it('in depth with a gzip member at the bottom is withheld', () => {
    const bottom = base64(gzipSync(TOKEN));
    expect(scrubber.text(nested(bottom, 2)).text).toBe(WITHHELD);
    expect(scrubber.text(nested(bottom, 3)).text).toBe(WITHHELD);
  });

  it('in mixed depth is withheld', () => {
    const layers = encodeURIComponent(
      base64(JSON.stringify({ a: base64(base64(`x${encodeURIComponent(base64(TOKEN))}`)) })),
    );
    expect(scrubber.text(layers).text).toBe(WITHHELD);
  });

  it('in a gzip member that inflates to too much is withheld', () => {
    const bomb = base64(gzipSync(new Uint8Array(20_000_000)));
    expect(scrubber.text(`{"data":"${bomb}"}`)).toMatchObject({ text: WITHHELD, hits: 0, withheld: true });
    expect(scrubber.json({ data: bomb })).toMatchObject({ value: WITHHELD, withheld: true });
    expect(scrubber.headers([['x-data', bomb]])).toMatchObject({ headers: [], withheld: true });
    expect(scrubber.body(Buffer.from(bomb, 'base64'), 'image/png')).toMatchObject({
      kind: 'withheld',
      reason: 'bound',
    });
  });

  it('in the number of gzip members is withheld', () => {
    const members = Buffer.concat(Array.from({ length: 20 }, (_, seed) => gzipSync(noise(40, seed))));
    expect(scrubber.text(base64(members)).text).toBe(WITHHELD);
  });

  it('in work is withheld', () => {
    const tight = createScrubber({ secrets: [known(TOKEN)], limits: { maxSteps: 10_000 } });
    expect(tight.text('words '.repeat(100)).withheld).toBe(false);
    expect(tight.text('words '.repeat(2_000))).toMatchObject({ text: WITHHELD, hits: 0, withheld: true });
  });

  it('in inflated bytes can be set', () => {
    const tight = createScrubber({ secrets: [known(TOKEN)], limits: { maxInflatedBytes: 1_000 } });
    expect(tight.text(base64(gzipSync(noise(500, 1)))).withheld).toBe(false);
    expect(tight.text(base64(gzipSync(noise(2_000, 1)))).withheld).toBe(true);
  });
});

describe('what only looks encoded', () => {
  const scrubber = scrubberOf(TOKEN);

  it.each<[string, string]>([
    ['a picture', base64(deflateSync(noise(60_000, 7)))],
    ['bytes that open like a gzip member', base64(Buffer.from('1f8b0800ffffffffffffffffffffffffffff', 'hex'))],
    ['a long hexadecimal number', noise(4_000, 3, '0123456789abcdef')],
    ['a DNA sequence', noise(20_000, 4, 'ACGT')],
    [
      'long identifiers',
      Array.from({ length: 200 }, (_, seed) => noise(30, seed, 'abcdefghijklmnopqrstuvwxyz_')).join(' '),
    ],
    ['numbers', JSON.stringify(Array.from({ length: 5_000 }, (_, at) => (at * 37) % 256))],
    [
      'a signed token',
      `${base64('{"alg":"RS256"}')}.${base64('{"sub":"1","jti":"3d9b7f2a-61c4-4e8d-9a05-b7e2c8f1d436"}')}.${noise(86, 2)}`,
    ],
    ['escapes', JSON.stringify(JSON.stringify({ path: 'C:\\temp\\new', percent: '100%25', html: '&amp;lt;b&gt;' }))],
  ])('passes unchanged: %s', (_, text) => {
    expect(scrubber.text(text)).toEqual({ text, hits: 0, withheld: false, names: [], partial: false });
  });
});

describe('an input made to be slow', () => {
  // Each of these is quadratic for a scrubber that looks at every occurrence apart, and takes minutes then.
  it.each<[string, string]>([
    ['the secret over and over', TOKEN.repeat(10_000)],
    ['its base64 over and over in one run', base64(TOKEN.repeat(10_000))],
    ['almost the secret, over and over', TOKEN.slice(0, 11).repeat(30_000)],
    ['backslashes', '\\'.repeat(400_000)],
    ['per cent signs', '%25'.repeat(130_000)],
    ['ampersands', '&amp;'.repeat(80_000)],
    ['brackets', '['.repeat(400_000)],
    ['line ends between runs', `${'A'.repeat(16)}\n`.repeat(20_000)],
    ['digits', '1,'.repeat(200_000)],
    ['gzip openings', base64(Buffer.from('1f8b0800000000000003'.repeat(20_000), 'hex'))],
    ['fragments of it in every word', `${TOKEN.slice(5, 18)} `.repeat(20_000)],
  ])('ends: %s', (_, text) => {
    const scrubbed = scrubberOf(TOKEN).body(Buffer.from(text, 'utf8'), 'application/json');
    expect(JSON.stringify(scrubbed)).not.toContain(TOKEN.slice(0, 14));
  });
});
