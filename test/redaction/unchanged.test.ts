import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noise, scrubberOf } from './known.ts';
import { SECRETS } from './encodings.ts';

const CONNECTION = 'postgres://app:s3cr%40t!Pw9@db.internal:5432/prod?sslmode=require';
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PRIVATE_KEY = `-----BEGIN EC PRIVATE KEY-----\n${noise(64, 5, BASE64)}\n${noise(38, 6, BASE64)}==\n-----END EC PRIVATE KEY-----\n`;
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

describe('what is no secret passes unchanged', () => {
  it('words that a secret holds with separators between', () => {
    const text = 'const one = require("one"); const two = require("two");';
    expect(scrubberOf(CONNECTION).text(text)).toMatchObject({ text, hits: 0, withheld: false });
  });

  it('a certificate, a public key and the header of another key, beside a private key', () => {
    const text = [
      `-----BEGIN CERTIFICATE-----\n${noise(64, 7, BASE64)}\n${noise(38, 8, BASE64)}==\n-----END CERTIFICATE-----`,
      `-----BEGIN PUBLIC KEY-----\n${noise(64, 9, BASE64)}\n-----END PUBLIC KEY-----`,
      'A file that opens with -----BEGIN PRIVATE KEY----- is a key.',
    ].join('\n');
    expect(scrubberOf(PRIVATE_KEY).text(text)).toMatchObject({ text, hits: 0, withheld: false });
  });

  it('a private key is found all the same, whole and by a line', () => {
    expect(scrubberOf(PRIVATE_KEY).text(`key:\n${PRIVATE_KEY}`).hits).toBe(1);
    expect(scrubberOf(PRIVATE_KEY).text(PRIVATE_KEY.split('\n')[1] ?? '').hits).toBe(1);
  });

  it.each(SECRETS)('hashes, ids, pictures and addresses, beside $kind', ({ secret }) => {
    const rows = Array.from({ length: 300 }, (_, index) => ({
      id: index,
      sha: digest(String(index)).toString('hex'),
      etag: digest(`e${String(index)}`).toString('base64'),
      url: `https://example.com/v1/items/${String(index)}?page=2&token=%2Fnext%3D${String(index)}`,
    }));
    const picture = Buffer.concat(Array.from({ length: 1_000 }, (_, index) => digest(`p${String(index)}`)));
    const value = { rows, picture: `data:image/png;base64,${picture.toString('base64')}` };
    expect(scrubberOf(secret).json(value)).toEqual({ value, hits: 0, withheld: false, names: [], partial: false });
  });

  it.each([
    ['a heading with a line below', 'Adding users\n============\n\nThe package adds users.\n===\n'],
    ['settings without values', 'ONE=\nTWO=\nTHREE=\nFOUR=1\n'],
    [
      'a path, escaped and escaped again',
      'GET%2520%252FcomputeMetadata%252Fv1%252Finstance%252Fattributes%252Fssh-keys',
    ],
    ['markup', '<p class="a">one<br>two &amp; three &lt;br&gt; &copy; 2026&nbsp;<a href="?a=1&lt=2&x=%41">x</a></p>'],
  ])('%s', (_, text) => {
    for (const { secret } of SECRETS)
      expect(scrubberOf(secret).text(text)).toEqual({ text, hits: 0, withheld: false, names: [], partial: false });
  });
});
