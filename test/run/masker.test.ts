import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONCEALED, SecretValue } from '../../src/core/index.ts';
import { createMasker } from '../../src/run/masking/masker.ts';
import { base32 } from '../redaction/encodings.ts';
import { maskStream } from '../../src/run/masking/mask-stream.ts';
import { byDepth } from '../support/depth.ts';

const SECRET = 'kwtest_9fQ2+mX7/vLr4Tz B8nWc3';
const KEY = `-----BEGIN KEY-----\nMIIEowIBAAKCAQEA7bq0\nxZyPqRsTuVwXyZ0123456\n-----END KEY-----\n`;

function mask(chunks: readonly Uint8Array[], ...secrets: string[]): string {
  const masker = createMasker(secrets.map((each) => SecretValue.fromText(each)));
  return Buffer.concat([...chunks.flatMap((chunk) => masker.write(chunk)), ...masker.end()]).toString('latin1');
}

function bytes(content: string): Buffer {
  return Buffer.from(content, 'utf8');
}

describe('what a program prints', () => {
  it.each<readonly [string, (secret: string) => string]>([
    ['the value', (secret) => secret],
    ['base64', (secret) => bytes(secret).toString('base64')],
    ['base64 without padding', (secret) => bytes(secret).toString('base64').replace(/=+$/, '')],
    ['base64url', (secret) => bytes(secret).toString('base64url')],
    ['hexadecimal', (secret) => bytes(secret).toString('hex')],
    ['URL form', (secret) => encodeURIComponent(secret)],
    ['a form', (secret) => new URLSearchParams({ a: secret }).toString().slice(2)],
    ['JSON', (secret) => JSON.stringify(secret).slice(1, -1)],
    ['base32', (secret) => base32(bytes(secret)).slice(0, Math.floor((bytes(secret).length * 8) / 5))],
    ['a word in single quotes of a shell', (secret) => secret.replaceAll("'", `'\\''`)],
    ['a word that `printf %q` wrote', (secret) => secret.replaceAll(/[^\w@%+=:,./\u0080-\uffff\n-]/g, '\\$&')],
    ['hexadecimal escapes', (secret) => bytes(secret).toString('hex').replaceAll(/../g, '\\x$&')],
  ])('has no %s in it', (_, encode) => {
    for (const secret of [SECRET, `${SECRET}"\\ä`, KEY]) {
      expect(mask([bytes(`say ${encode(secret)} now`)], secret)).toBe(`say ${CONCEALED} now`);
    }
  });

  it.each([1, 2, 3, 4, 5, 6])('has no base64 of it %i bytes into something else', (offset) => {
    const outer = bytes(`${'x'.repeat(offset)}${SECRET}yz`).toString('base64');
    const masked = mask([bytes(outer)], SECRET);
    expect(masked).toContain(CONCEALED);
    expect(masked.replace(CONCEALED, '').length).toBeLessThan(18);
  });

  it('has no line of a longer value, and none with the line breaks of a terminal', () => {
    expect(mask([bytes('> MIIEowIBAAKCAQEA7bq0 <')], KEY)).toBe(`> ${CONCEALED} <`);
    expect(mask([bytes(KEY.replaceAll('\n', '\r\n'))], KEY)).toBe(CONCEALED);
  });

  it('has no value without the white space at its edges, in any form', () => {
    expect(mask([bytes('token=kwtest_9fQ2;')], 'kwtest_9fQ2\n')).toBe(`token=${CONCEALED};`);
    expect(mask([bytes(bytes('kwtest_9fQ2mX7').toString('base64'))], '  kwtest_9fQ2mX7\r\n')).toBe(CONCEALED);
  });

  it('conceals the longest of values that begin alike, and values side by side as one', () => {
    expect(mask([bytes('abcd abcdefgh abcdabcd')], 'abcd', 'abcdefgh')).toBe(`${CONCEALED} ${CONCEALED} ${CONCEALED}`);
    expect(mask([bytes('abcd'), bytes('efgh!')], 'abcd', 'abcdefgh')).toBe(`${CONCEALED}!`);
    expect(mask([bytes('abcdefghij')], 'abcdef', 'efghij')).toBe(CONCEALED);
  });

  it('stays as it is where no value is, whatever bytes it has', () => {
    const noise = Buffer.from(Array.from({ length: 70_000 }, (_, at) => (at * 7_919) % 256));
    expect(mask([noise], SECRET)).toBe(noise.toString('latin1'));
    expect(mask([bytes('abc')], 'abc')).toBe('abc');
  });

  it('is the same however it is cut', () => {
    const word = fc.constantFrom('abab', 'ababab', 'aabb', 'a', 'b', 'ba', ' ', 'kwtest', 'kwte', 'st');
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), fc.array(fc.nat(9), { maxLength: 40 }), (words, lengths) => {
        const whole = bytes(words.join(''));
        const chunks: Buffer[] = [];
        let at = 0;
        for (const length of lengths) {
          chunks.push(whole.subarray(at, at + length));
          at += length;
        }
        chunks.push(whole.subarray(at));
        const masked = mask(chunks, 'abab', 'aabb', 'babab', 'kwtest');
        const collapsed = masked.replaceAll(new RegExp(`(${CONCEALED})+`, 'g'), CONCEALED);
        expect(collapsed).toBe(oracle(whole.toString('latin1'), ['abab', 'aabb', 'babab', 'kwtest']));
      }),
      { numRuns: byDepth({ few: 100, everything: 500 }) },
    );
  });
});

/** Slow and plain: every character that is part of a value goes. */
function oracle(content: string, secrets: readonly string[], mark = CONCEALED): string {
  const hidden = new Set<number>();
  for (const secret of secrets) {
    for (let at = content.indexOf(secret); at >= 0; at = content.indexOf(secret, at + 1))
      for (let each = at; each < at + secret.length; each += 1) hidden.add(each);
  }
  return content.replaceAll(/[^]/g, (letter, at: number) => (hidden.has(at) ? '\0' : letter)).replaceAll(/\0+/g, mark);
}

describe('a pause', () => {
  interface Timed {
    readonly stream: ReturnType<typeof maskStream>;
    /** The pause is over. */
    pass(): void;
    shown(): string;
  }

  function timed(): Timed {
    let due: (() => void) | undefined;
    const stream = maskStream(createMasker([SecretValue.fromText('> secret value')]), (work, delayMs) => {
      expect(delayMs).toBeLessThan(10);
      due = work;
      return () => (due = undefined);
    });
    let content = '';
    stream.on('data', (chunk: Buffer) => (content += chunk.toString()));
    return { stream, pass: () => due?.(), shown: () => content };
  }

  it('shows a prompt that ends as a value begins, and conceals the value all the same', async () => {
    const { stream, pass, shown } = timed();
    stream.write('name> ');
    expect(shown()).toBe('name');
    pass();
    expect(shown()).toBe('name> ');
    stream.end('secret value, done');
    await new Promise((resolve) => stream.once('end', resolve));
    expect(shown()).toBe(`name> ${CONCEALED}, done`);
  });

  it('never shows more than two bytes of a value that comes slowly', async () => {
    const { stream, pass, shown } = timed();
    for (const letter of '> secret value') {
      stream.write(letter);
      pass();
    }
    stream.end();
    await new Promise((resolve) => stream.once('end', resolve));
    expect(shown()).toBe(`> ${CONCEALED}`);
  });

  it('at any offset shows no more than two bytes of a value, and changes nothing else', () => {
    const word = fc.constantFrom('abab', 'ababab', 'aabb', 'a', 'b', 'ba', ' ', 'kwtest', 'kwte', 'st', 'k', 'kw');
    const steps = fc.array(fc.tuple(word, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (all) => {
        const secrets = ['abab', 'aabb', 'babab', 'kwtest'];
        const masker = createMasker(secrets.map((each) => SecretValue.fromText(each)));
        const pieces = all.flatMap(([content, pauses]) => [
          ...masker.write(bytes(content)),
          ...(pauses ? masker.release() : []),
        ]);
        const shown = Buffer.concat([...pieces, ...masker.end()]).toString('latin1');
        const whole = all.map(([content]) => content).join('');
        // Each mark stands for hidden bytes, of which two may have been shown before it.
        const pattern = oracle(whole, secrets, `(?:[a-z]{0,2}(?:${CONCEALED})+)+`);
        expect(shown).toMatch(new RegExp(`^${pattern}$`));
      }),
      { numRuns: byDepth({ few: 100, everything: 500 }) },
    );
  });

  it('loses nothing at the end', async () => {
    const chunks = ['begin > secr', 'et val'];
    const stream = maskStream(createMasker([SecretValue.fromText('> secret value')]), () => () => undefined);
    expect(await text(Readable.from(chunks).pipe(stream))).toBe('begin > secret val');
  });
});
