import { describe, expect, it } from 'vitest';

import { SecretValue } from '../../src/core/index.ts';
import { createScrubber, REDACTED } from '../../src/redaction/index.ts';
import { base32, ENCODINGS, SECRETS } from './encodings.ts';
import { residueOf } from './residue.ts';

const scrubberFor = (secret: string) =>
  createScrubber({ secrets: [{ name: 'credential', value: SecretValue.fromText(secret) }] });

describe.each(SECRETS)('$kind', ({ secret, publicPrefix }) => {
  // Halves of a short secret are no fragments: only JSON that is read as JSON joins them.
  const inText = Object.entries(ENCODINGS).filter(([name]) => secret.length >= 16 || name !== 'halves in two members');

  it.each(inText)('does not come back as %s', (_, encode) => {
    const scrubbed = scrubberFor(secret).text(`the service said: ${encode(secret)} (sorry)`);
    expect(residueOf(scrubbed.text, secret, publicPrefix)).toBeUndefined();
    expect(scrubbed.hits).toBeGreaterThan(0);
    expect(scrubbed.names).toEqual(['credential']);
  });

  it.each(inText)('does not come back in JSON as %s', (name, encode) => {
    const scrubbed = scrubberFor(secret).json({ ok: true, echo: { said: encode(secret), id: 7 }, other: 'stays' });
    expect(residueOf(JSON.stringify(scrubbed.value), secret, publicPrefix)).toBeUndefined();
    // Where only pieces can be read, nothing of the answer stays.
    const isInPieces = name === 'halves in two members' || (name === 'quoteUntrusted-printable' && scrubbed.partial);
    if (!isInPieces) expect(scrubbed.value).toMatchObject({ ok: true, other: 'stays' });
    expect(scrubbed.hits).toBeGreaterThan(0);
  });
});

describe('cutting out', () => {
  const secret = 'tok_mR7vQ2xLw9Zk4Tb8Hn3Pc6Yd1Js5Gf0AeUiWo';

  it('replaces exactly the secret by a constant mark', () => {
    expect(scrubberFor(secret).text(`token is ${secret}, twice ${secret}.`)).toEqual({
      text: `token is ${REDACTED}, twice ${REDACTED}.`,
      hits: 2,
      withheld: false,
      names: ['credential'],
      partial: false,
    });
  });

  it('withholds a text in which only a decoded view shows the secret', () => {
    const scrubbed = scrubberFor(secret).text(`token is ${[...secret].join(' ')}`);
    expect(scrubbed).toMatchObject({ text: '[WITHHELD]', withheld: true });
  });

  it.each(['a <b', 'x <', '</p'])('finds it cut by tags behind %s, which opens what no tag is', (before) => {
    expect(scrubberFor('AAAkrTnP').text(`${before} AAAk<wbr>rTnP`).hits).toBe(1);
  });

  it.each(['00d00000000b05f3', 'AAAAAAAAAHA2qLc'])('finds %s in lower-case base32 that has no digits', (poor) => {
    const encoded = base32(Buffer.from(poor)).toLowerCase();
    expect(encoded).toMatch(/^[a-z]{24,}$/);
    for (const text of [encoded, `/v1/${encoded}/x`, `say ${encoded} twice`])
      expect(scrubberFor(poor).text(text).hits).toBe(1);
  });

  it.each([String.raw`AAAAAA\J3Z\HAA\pA`, `AAAA"AAA'(8AI"SQe`])(
    'finds both halves of %s, quoteUntrusted thrice',
    (marked) => {
      for (const half of [marked.slice(0, marked.length / 2), marked.slice(marked.length / 2)]) {
        const quoteUntrusted = JSON.stringify(JSON.stringify(JSON.stringify({ a: half })));
        expect(scrubberFor(marked).text(quoteUntrusted).hits).toBe(1);
      }
    },
  );

  it('leaves a clean text exactly as it is', () => {
    const text = 'token is tok_something_else, 100% — "quoteUntrusted" & <b>bold</b> %41 \\u0041';
    expect(scrubberFor(secret).text(text)).toEqual({ text, hits: 0, withheld: false, names: [], partial: false });
  });
});

describe('the oracle of these tests', () => {
  it.each(Object.entries(ENCODINGS))('reads the secret out of %s', (name, encode) => {
    const secret = '7f3a9c1e5b8d2046e1f7a35c9b08d46277ea1c5f';
    const beyondIt = [
      '%u escapes',
      '\\u{} escapes',
      'full-width letters',
      'big-endian UTF-16 in base64',
      'decimal escapes',
      'lower-case base32',
      'bytes by index',
      'hexadecimal numbers',
      'percent encoding of every byte three times',
      'zlib in base64url',
      'base64 backwards',
      'base64 in lower case',
      'hexadecimal backwards',
      'base32 in groups of four',
      'quoteUntrusted-printable of every byte',
      'a word-break tag after every fourth character',
      'a named zero-width space after every third character',
      'a Hangul filler after every character',
      'an array of bytes as strings',
    ];
    if (!beyondIt.includes(name)) expect(residueOf(encode(secret), secret)).toBeDefined();
  });
});
