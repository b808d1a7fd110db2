import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { REDACTED, type ScrubbedBody, WITHHELD } from '../../src/redaction/index.ts';
import { noise, scrubberOf, TOKEN } from './known.ts';

const scrubber = scrubberOf(TOKEN);
const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const textOf = (body: ScrubbedBody): string => (body.kind === 'text' ? body.text : `not text but ${body.kind}`);

describe('a body', () => {
  it.each([
    'application/json',
    'application/problem+json; charset=utf-8',
    'text/json',
    'application/x-amz-json-1.1',
    undefined,
  ])('of type %s is read as JSON', (type) => {
    const scrubbed = scrubber.body(utf8(`{"a": "${TOKEN}", "n": 1.50}`), type);
    expect(scrubbed).toMatchObject({ kind: 'json', value: { a: REDACTED, n: 1.5 }, hits: 1 });
  });

  it('that only says that it is JSON is text', () => {
    expect(scrubber.body(utf8(`{"a": ${TOKEN}`), 'application/json')).toMatchObject({
      kind: 'text',
      text: `{"a": ${REDACTED}`,
    });
  });

  it('loses a secret that JSON text repeats under a key that parsing drops', () => {
    expect(scrubber.body(utf8(`{"a":"${TOKEN}","a":"b"}`), 'application/json')).toMatchObject({
      kind: 'json',
      value: { a: 'b' },
    });
  });

  it('that is empty is empty', () => {
    expect(scrubber.body(new Uint8Array(0), 'application/json')).toMatchObject({ kind: 'text', text: '', hits: 0 });
  });

  it.each<[string, (text: string) => Uint8Array]>([
    ['text/plain', utf8],
    ['text/html; charset=UTF-8', utf8],
    ['text/plain; charset="us-ascii"', utf8],
    ['text/plain; charset=iso-8859-1', (text) => Buffer.from(text, 'latin1')],
    ['text/plain; charset=utf-16le', (text) => Buffer.from(text, 'utf16le')],
    ['text/plain; charset=utf-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['text/plain; charset=utf-16be', (text) => Buffer.from(text, 'utf16le').swap16()],
    ['application/xml', utf8],
    ['application/javascript', utf8],
    ['image/svg+xml', utf8],
    ['application/x-unheard-of', utf8],
  ])('of type %s is read as text', (type, encode) => {
    expect(textOf(scrubber.body(encode(`é ${TOKEN}.`), type))).toBe(`é ${REDACTED}.`);
  });

  it.each(['utf-7', 'shift_jis', 'ibm037', 'windows-1252', 'gb18030'])(
    'in the charset %s is withheld: it is not read',
    (charset) => {
      expect(scrubber.body(utf8('hello'), `text/html; charset=${charset}`)).toMatchObject({
        kind: 'withheld',
        reason: 'charset',
        hits: 0,
      });
    },
  );

  it.each(['utf-16', 'utf-16le', 'utf-16be'])('of plain bytes that says it is %s is withheld', (charset) => {
    const plain = utf8(`${TOKEN}${TOKEN}`);
    expect(scrubber.body(plain, `text/plain; charset=${charset}`)).toMatchObject({
      kind: 'withheld',
      reason: 'secret',
    });
  });

  it('with broken UTF-8 is scrubbed as it will be shown', () => {
    const broken = Buffer.concat([...TOKEN].map((letter) => Buffer.concat([utf8(letter), Buffer.of(0xff)])));
    expect(scrubber.body(broken, 'text/plain')).toMatchObject({ text: WITHHELD, hits: 1 });
  });

  it('of JSON lines loses a line that cannot be cut, and keeps the others', () => {
    const lines = [{ id: 1 }, { id: 2, echo: [...TOKEN] }, { id: 3, echo: TOKEN }].map((line) => JSON.stringify(line));
    const scrubbed = scrubber.body(utf8(`${lines.join('\n')}\n`), 'application/x-ndjson');
    expect(textOf(scrubbed)).toBe(`{"id":1}\n"${WITHHELD}"\n{"id":3,"echo":"${REDACTED}"}\n`);
  });

  it('of JSON lines is withheld when a secret is cut over the lines', () => {
    const lines = (TOKEN.match(/.{1,3}/g) ?? []).map((text, id) => JSON.stringify({ id, text }));
    expect(textOf(scrubber.body(utf8(lines.join('\n')), 'application/jsonl'))).toBe(WITHHELD);
  });

  it('of server-sent events loses an event that cannot be cut, and keeps the others', () => {
    const events = [
      'event: a\ndata: one\n\n',
      `data: ${[...TOKEN].join(' ')}\n\n`,
      `data: ${TOKEN}\n\n`,
      'data: [DONE]\n\n',
    ];
    expect(textOf(scrubber.body(utf8(events.join('')), 'text/event-stream'))).toBe(
      `event: a\ndata: one\n\ndata: ${WITHHELD}\n\ndata: ${REDACTED}\n\ndata: [DONE]\n\n`,
    );
  });

  it('of server-sent events is withheld when a secret comes letter by letter', () => {
    const events = [...TOKEN].map(
      (text) => `event: delta\ndata: ${JSON.stringify({ type: 'delta', index: 0, delta: { text } })}\n\n`,
    );
    expect(textOf(scrubber.body(utf8(events.join('')), 'text/event-stream'))).toBe(WITHHELD);
  });

  it('of a form loses the field', () => {
    const form = `a=1&token=${encodeURIComponent(TOKEN)}&spaced=${[...TOKEN].join('+')}&z=2`;
    expect(textOf(scrubber.body(utf8(form), 'application/x-www-form-urlencoded'))).toBe(
      `a=1&token=${REDACTED}&${encodeURIComponent(WITHHELD)}&z=2`,
    );
  });

  it('of several parts is scrubbed part by part', () => {
    const part = (head: string, body: string): string => `--frontier\r\n${head}\r\n\r\n${body}\r\n`;
    const parts = [
      part('Content-Disposition: form-data; name="a"', 'plain'),
      part('Content-Type: application/json', `{"t":"${TOKEN}"}`),
      part(`Content-Type: text/plain\r\nX-Echo: ${TOKEN}`, [...TOKEN].join(' ')),
      part('Content-Type: image/png', '\x89PNG\r\n'),
    ];
    const scrubbed = scrubber.body(
      Buffer.from(`${parts.join('')}--frontier--\r\n`, 'latin1'),
      'multipart/mixed; boundary="frontier"',
    );
    expect(textOf(scrubbed)).toBe(
      [
        part('Content-Disposition: form-data; name="a"', 'plain'),
        part('Content-Type: application/json', `{"t":"${REDACTED}"}`),
        part(`Content-Type: text/plain\r\nX-Echo: ${REDACTED}`, WITHHELD),
        part('Content-Type: image/png', WITHHELD),
        '--frontier--\r\n',
      ].join(''),
    );
  });

  it('of several parts is scrubbed whole when it has no boundary', () => {
    expect(textOf(scrubber.body(utf8(`--x\r\n\r\n${TOKEN}`), 'multipart/mixed'))).toBe(`--x\r\n\r\n${REDACTED}`);
  });

  it('of bytes passes when no byte of a secret is in it', () => {
    const bytes = Buffer.from(noise(4_096, 4), 'base64');
    expect(scrubber.body(bytes, 'image/png')).toMatchObject({ kind: 'binary', bytes, hits: 0 });
  });

  it.each<[string, Uint8Array]>([
    ['as it is', Buffer.concat([Buffer.of(0, 1, 0xff), utf8(TOKEN), Buffer.of(0)])],
    ['in UTF-16', Buffer.from(`\0\0${TOKEN}`, 'utf16le')],
    ['in a gzip member', gzipSync(`text ${TOKEN}`)],
  ])('of bytes is withheld when it holds a secret %s', (_, bytes) => {
    for (const type of ['application/octet-stream', 'application/pdf', undefined]) {
      expect(scrubber.body(bytes, type)).toMatchObject({
        kind: 'withheld',
        reason: 'secret',
        hits: 1,
        names: ['credential'],
      });
    }
  });

  it('that is an archive is withheld: it is not opened', () => {
    const zip = Buffer.from('504b030414000000080000002100', 'hex');
    expect(scrubber.body(zip, 'application/zip')).toMatchObject({ kind: 'withheld', reason: 'archive', hits: 0 });
  });
});

describe('an input that was cut', () => {
  it('loses the tail that could hold the first half of a secret', () => {
    for (const kept of [1, 6, 11]) {
      const cut = `${'words '.repeat(100)}${TOKEN.slice(0, kept)}`;
      const { text } = scrubber.text(cut, { truncated: true });
      expect(cut.startsWith(text)).toBe(true);
      expect(text.length).toBeLessThan(cut.length - kept);
      expect(text.length).toBeGreaterThan(cut.length - 7 * TOKEN.length);
    }
  });

  it('loses it from a body of any type', () => {
    const cut = `{"a":"${'words '.repeat(100)}","token":"${TOKEN.slice(0, 9)}`;
    for (const type of [
      'application/json',
      'text/html',
      'text/event-stream',
      'application/x-ndjson',
      'multipart/mixed; boundary=x',
      undefined,
    ]) {
      expect(textOf(scrubber.body(utf8(cut), type, { truncated: true }))).not.toContain(TOKEN.slice(0, 5));
    }
  });

  it('is scrubbed before anything is dropped', () => {
    const body = scrubber.body(utf8(`${TOKEN} ${'words '.repeat(100)}`), 'text/plain', { truncated: true });
    expect(textOf(body)).toMatch(/^\[REDACTED\] words/);
  });
});
