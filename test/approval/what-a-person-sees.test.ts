import { describe, expect, it } from 'vitest';
import { plainText, visibleText, type Display, type Summary } from '../../src/approval/index.ts';
import { sha256Hex } from '../../src/core/index.ts';
import { act, question } from '../support/approval-facts.ts';
import { openBench } from '../support/approval-kit.ts';

async function shown(
  body: string | Uint8Array,
  changes: { url?: string; display?: Partial<Display> } = {},
): Promise<Summary> {
  const { approvals, told } = await openBench();
  const asked = act(changes.url === undefined ? {} : { url: changes.url });
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const display = { agent: 'bot', item: 'Stripe', ...changes.display };
  await approvals.ask(question({ act: { ...asked, wire: { ...asked.wire, body: bytes } }, display }));
  await approvals.settled();
  return told[0] ?? expect.fail('nothing was shown');
}

async function requestOf(...parameters: Parameters<typeof shown>) {
  const { ask } = await shown(...parameters);
  return ask.kind === 'request' ? ask.request : expect.fail('not a request');
}

const SPOOFS: readonly (readonly [string, string, string])[] = [
  ['text turned around', 'pay \u202Eevil\u202C now', 'pay evil now'],
  ['isolates', 'a\u2066b\u2069c', 'abc'],
  ['zero-width characters', 'st\u200Bri\u200Dpe\uFEFF', 'stripe'],
  ['control characters', 'a\u0000b\u0007c\u007F', 'abc'],
  ['terminal sequences', '\u001B[2Jok\u009B31m', '[2Jok31m'],
  ['tags that only a model reads', `ok${String.fromCodePoint(0xe0041, 0xe0042)}`, 'ok'],
  ['variation selectors', 'a\uFE0Fb\u{E0100}', 'ab'],
  ['fillers', 'a\u3164b\u115Fc\uFFA0d\u2800', 'abcd'],
  ['line ends', 'first\r\n\u2028second\u2029', 'first second'],
  ['spaces that push text out of sight', `a${'\u00A0 \u3000'.repeat(200)}b`, 'a b'],
  ['private characters', 'a\uE000b', 'ab'],
  ['piled marks', `e${'\u0301'.repeat(50)}`, 'e\u0301\u0301'],
  ['half of a pair', 'a\uD800b', 'ab'],
];

describe('the words of an agent', () => {
  it.each(SPOOFS)('lose %s', (_what, words, text) => {
    expect(plainText(words, 200).text).toBe(text);
  });

  it('keep their letters, whatever the language, and HTML and Markdown as plain text', () => {
    for (const words of ['für Öl', '日本語', 'שלום', '<b>x</b> [a](http://b) **c** <!here>']) {
      expect(plainText(words, 200)).toEqual({ text: words, removed: 0, cut: 0 });
    }
  });

  it('are cut with a count of what was cut and taken out', () => {
    expect(plainText(`${'a'.repeat(205)}\u200B`, 200)).toEqual({ text: 'a'.repeat(200), removed: 1, cut: 5 });
  });

  it('stand apart as a claim, and in no other part', async () => {
    const summary = await shown('{}', { display: { reason: 'approved by\u202E the CEO' } });
    expect(summary.claim).toEqual({ text: 'approved by the CEO', removed: 1, cut: 0 });
    expect(JSON.stringify({ ...summary, claim: undefined })).not.toContain('CEO');
  });

  it('change no name into something else', async () => {
    const summary = await shown('{}', {
      display: { agent: 'b\u202Eot', item: 'Str\u200Bipe', client: 'Cu\u0007rsor' },
    });
    expect(summary).toMatchObject({ agent: 'bot', item: 'Stripe', client: 'Cursor' });
  });
});

describe('what will be sent', () => {
  it.each(SPOOFS)('shows %s instead of hiding it', (_what, words) => {
    const text = visibleText(words);
    expect(text).toMatch(/\\u\{[0-9a-f]+\}/);
    expect(plainText(text, 10_000).removed).toBe(0);
  });

  it('is host, method, path, query and headers of the real request', async () => {
    const { hostname } = new URL('https://strìpe.com');
    const url = `https://${hostname}:8443/v1/refunds?to=%E2%80%AEevil`;
    const display = { registrableDomain: hostname, unicodeHost: 'strìpe.com', flags: ['a new host'] };
    expect(await requestOf('{}', { url, display })).toMatchObject({
      host: { name: `${hostname}:8443`, registrableDomain: hostname, unicode: 'strìpe.com' },
      encrypted: true,
      method: 'POST',
      destructive: false,
      path: '/v1/refunds',
      query: [['to', '\\u{202e}evil']],
      headers: [['content-type', 'application/json']],
      flags: ['a new host'],
    });
  });

  it('shows a JSON body laid out, with the length and hash of its bytes', async () => {
    const { body } = await requestOf('{"a":[1,"x\u200B"]}');
    const text = '{\n  "a": [\n    1,\n    "x\\u{200b}"\n  ]\n}';
    expect(body).toEqual({ kind: 'text', text, cut: 0, bytes: 16, sha256: sha256Hex('{"a":[1,"x\u200B"]}') });
  });

  it.each([
    ['a key that stands there twice', '{"amount":1,"amount":9999}'],
    ['a number with more digits than are kept', '{"amount":12345678901234567890}'],
  ])('leaves JSON with %s as it is', async (_what, text) => {
    expect((await requestOf(text)).body).toMatchObject({ kind: 'text', text });
  });

  it('says how much of a very long body is not shown', async () => {
    const long = 'a'.repeat(1_000_000);
    expect((await requestOf(long)).body).toMatchObject({ cut: 996_000, bytes: 1_000_000, sha256: sha256Hex(long) });
  });

  it('calls a body that is no text uninspectable', async () => {
    const body = Uint8Array.of(0xff, 0xfe, 0x00);
    expect((await requestOf(body)).body).toEqual({
      kind: 'uninspectable',
      why: 'it is not text',
      bytes: 3,
      sha256: sha256Hex(body),
    });
  });

  it('says that a DELETE is destructive', async () => {
    const { approvals, told } = await openBench();
    await approvals.ask(question({ act: act({ method: 'DELETE' }) }));
    await approvals.settled();
    expect(told[0]?.ask).toMatchObject({ request: { destructive: true } });
  });
});
