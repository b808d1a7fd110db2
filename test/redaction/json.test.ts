import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/core/index.ts';
import { REDACTED, WITHHELD } from '../../src/redaction/index.ts';
import { HEX, noise, scrubberOf, TOKEN } from './known.ts';
import { residueOf } from './residue.ts';

const scrubber = scrubberOf(TOKEN);

describe('JSON', () => {
  it('that is clean comes back as the same value', () => {
    const value = { a: [1, null, true, 'text'], b: { ключ: 'значение', empty: '' } };
    const scrubbed = scrubber.json(value);
    expect(scrubbed).toEqual({ value, hits: 0, withheld: false, names: [], partial: false });
    expect(scrubbed.value).toBe(value);
  });

  it('loses a secret from a leaf and keeps the rest', () => {
    expect(scrubber.json({ id: 1, echo: `Bearer ${TOKEN}`, list: ['a', TOKEN] })).toEqual({
      value: { id: 1, echo: `Bearer ${REDACTED}`, list: ['a', REDACTED] },
      hits: 2,
      withheld: false,
      names: ['credential'],
      partial: false,
    });
  });

  it('loses a secret from a key', () => {
    expect(scrubber.json({ [TOKEN]: 'value', [`${TOKEN}-2`]: 1, other: 2 }).value).toMatchObject({
      [REDACTED]: 'value',
      other: 2,
    });
  });

  it('withholds only the leaf that shows a secret when it is decoded', () => {
    const spaced = [...TOKEN].join(' ');
    expect(scrubber.json({ a: { b: [spaced, 'stays'] }, c: 'stays' })).toMatchObject({
      value: { a: { b: [WITHHELD, 'stays'] }, c: 'stays' },
      withheld: true,
    });
  });

  it.each<[string, Json]>([
    ['an array of its characters', { chars: [...TOKEN], stays: 1 }],
    ['an array of its bytes', { chars: [...Buffer.from(TOKEN)], stays: 1 }],
    ['an array of three pieces', { chars: TOKEN.match(/.{1,14}/g), stays: 1 }],
    [
      'members of an object',
      {
        chars: Object.fromEntries((TOKEN.match(/.{1,5}/g) ?? []).map((part, at) => [`p${String(at)}`, part])),
        stays: 1,
      },
    ],
    ['bytes by index', { chars: Object.fromEntries([...Buffer.from(TOKEN)].map((byte, at) => [at, byte])), stays: 1 }],
    [
      'keys of an object',
      { chars: Object.fromEntries((TOKEN.match(/.{1,5}/g) ?? []).map((part) => [part, 0])), stays: 1 },
    ],
    ['one key and its value', { chars: { [TOKEN.slice(0, 20)]: TOKEN.slice(20) }, stays: 1 }],
    [
      'messages of a list',
      { chars: [...TOKEN].map((text, id) => ({ id, role: 'assistant', text, done: false })), stays: 1 },
    ],
    ['nested arrays', { chars: [...TOKEN].map((letter) => [[letter]]), stays: 1 }],
    [
      'base64 in pieces',
      {
        chars: Buffer.from(TOKEN)
          .toString('base64')
          .match(/.{1,4}/g),
        stays: 1,
      },
    ],
    [
      'hexadecimal in pieces',
      {
        chars: Buffer.from(TOKEN)
          .toString('hex')
          .match(/.{1,6}/g),
        stays: 1,
      },
    ],
  ])('withholds the smallest container when a secret is cut into %s', (_, value) => {
    const scrubbed = scrubber.json(value);
    expect(scrubbed.value).toMatchObject({ stays: 1 });
    expect(scrubbed.hits).toBeGreaterThan(0);
    expect(residueOf(JSON.stringify(scrubbed.value), TOKEN, 'tok_')).toBeUndefined();
    expect(JSON.stringify(scrubbed.value).replaceAll(/[^A-Za-z0-9]/g, '')).not.toContain(TOKEN.slice(20));
  });

  it('loses numbers that are the secret, also when they were rounded', () => {
    const digits = '90071992547409931234';
    expect(scrubberOf(digits).json({ pin: Number(digits), n: 12 })).toMatchObject({ value: WITHHELD, partial: true });
    expect(scrubberOf('31415926').json([31_415_926, 314]).value).toEqual([REDACTED, 314]);
  });

  it('keeps a member called __proto__ a member', () => {
    const value: Json = JSON.parse(`{"__proto__":"${TOKEN}","x":1}`);
    const scrubbed = scrubber.json(value).value;
    expect(JSON.stringify(scrubbed)).toBe(`{"__proto__":"${REDACTED}","x":1}`);
  });

  it.each<[string, Json]>([
    ['string', TOKEN],
    ['array', [TOKEN]],
  ])('may be just a %s', (_, value) => {
    expect(JSON.stringify(scrubber.json(value).value)).toContain(REDACTED);
  });

  it('that is nested deeper than can be printed is withheld', () => {
    let value: Json = TOKEN;
    for (let depth = 0; depth < 300; depth += 1) value = [value];
    expect(scrubber.json(value)).toMatchObject({ value: WITHHELD, withheld: true, hits: 0 });
  });

  it('loses different secrets by their names', () => {
    const both = scrubberOf(TOKEN, HEX).json({ a: TOKEN, b: HEX });
    expect(both).toMatchObject({ value: { a: REDACTED, b: REDACTED }, hits: 2, names: ['credential'] });
  });

  it('of ordinary records passes with many secrets known', () => {
    const many = scrubberOf(...Array.from({ length: 1_000 }, (_, seed) => `tok_${noise(36, seed)}`));
    const records = Array.from({ length: 500 }, (_, id) => ({
      id,
      node_id: noise(24, id + 50_000),
      sha: noise(40, id + 90_000, '0123456789abcdef'),
      url: `https://api.example.test/repos/${noise(8, id + 7)}/issues?page=${String(id)}`,
      body: 'The quick brown fox jumps over the lazy dog.\nAgain & again: "quoteUntrusted".',
    }));
    expect(many.json(records)).toMatchObject({ hits: 0, withheld: false });
  });
});
