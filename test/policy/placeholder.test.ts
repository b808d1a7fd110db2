import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/core/index.ts';
import { canonicalise, sendsPlaceholder, type RawRequest } from '../../src/policy/index.ts';
import { get, post } from './requests.ts';

const BASE = 'https://api.example.com/';

function kindOf(raw: RawRequest): string {
  const result = canonicalise(raw);
  return result.kind === 'refused' ? result.code : 'request';
}

const LOOKS = [
  '{{secret}}',
  '{{ secret | slice:0,4 }}',
  '${API_KEY}',
  '${env:TOKEN}',
  '${{ secrets.GITHUB_TOKEN }}',
  '<secret>',
  '<API_KEY>',
  '<GITHUB_TOKEN>',
  '<your-api-key>',
  '<your token here>',
  '<credential>',
  '<concealed by keyward>',
  '$API_KEY',
  '$GITHUB_TOKEN',
  '$SECRET',
];
const REFERENCES = [
  'op://vault/item/field',
  'OP://vault/item',
  'vault://kv/data/app',
  'keyward://items/1',
  '[CAPTURED ai-agents/new token]',
];

describe.each([...LOOKS, ...REFERENCES])('%s, where a credential would stand', (text) => {
  it.each([
    ['a header that authorises', get(BASE, { headers: { authorization: text } })],
    ['such a header, behind the scheme', get(BASE, { headers: { Authorization: `Bearer ${text}` } })],
    ['a header for a key', get(BASE, { headers: { 'X-Api-Key': text } })],
    ['a header for a token, in other words', get(BASE, { headers: { PRIVATE_TOKEN: `x ${text}` } })],
    ['a parameter for a key', get(BASE, { query: { api_key: text } })],
    ['a parameter for a token, one of several', get(BASE, { query: { 'Access-Token': ['a', text] } })],
    ['the same in the URL', get(`${BASE}?a=1&%6bey=${encodeURIComponent(text)}`)],
  ])('is refused in %s', (_where, raw) => {
    expect(kindOf(raw)).toBe('POLICY_PLACEHOLDER_REFUSED');
  });
});

describe.each(LOOKS)('%s', (text) => {
  it.each([
    ['a segment of the path', get(`${BASE}a/${encodeURI(text)}/b`)],
    ['a segment, encoded', get(BASE + encodeURIComponent(text))],
    ['the fragment', get(`${BASE}#${encodeURIComponent(text)}`)],
  ])('is refused as the whole of %s', (_where, raw) => {
    expect(kindOf(raw)).toBe('POLICY_PLACEHOLDER_REFUSED');
  });
});

const CONTENT = [
  ...LOOKS,
  ...REFERENCES,
  'Hello {{first_name}}',
  'echo ${HOME}',
  'run: deploy ${{ secrets.GITHUB_TOKEN }} {{ matrix.os }}',
  'set $API_KEY to the value of op://vault/item/field, as <API_KEY> says',
  'f:{b:{{',
];

describe.each(CONTENT)('%s', (text) => {
  it('is content in queries, headers and bodies, and sent as it is', () => {
    const bytesOf = (raw: RawRequest): string => {
      const result = canonicalise(raw);
      return result.kind === 'refused' ? result.code : Buffer.from(result.request.body?.bytes ?? []).toString();
    };
    expect(kindOf(get(BASE, { query: { q: text, [text]: 'a' } }))).toBe('request');
    expect(kindOf(get(`${BASE}?q=${encodeURIComponent(text)}`))).toBe('request');
    expect(kindOf(get(BASE, { headers: { 'x-title': text, 'idempotency-key': text } }))).toBe('request');
    expect(JSON.parse(bytesOf(post(BASE, { body: { json: { a: [text], password: text } } })))).toEqual({
      a: [text],
      password: text,
    });
    expect(new URLSearchParams(bytesOf(post(BASE, { body: { form: { a: text } } }))).get('a')).toBe(text);
    expect(bytesOf(post(BASE, { body: { text } }))).toBe(text);
  });
});

it.each(['{{cookiecutter.name}}', '${b}', '{secret}', '$5', '$id', '{{name}}.md', 'a-{{token}}'])(
  '%s may be a segment of a path',
  (text) => {
    expect(kindOf(get(BASE + encodeURIComponent(text)))).toBe('request');
  },
);

it('a value that is nothing else is worth a word, text that holds one is not', () => {
  expect(sendsPlaceholder(post(BASE, { body: { json: { a: [{ b: '{{credential}}' }] } } }))).toBe(true);
  expect(sendsPlaceholder(post(BASE, { body: { text: 'Hello {{first_name}}' } }))).toBe(false);
});

it('a placeholder is told first, whatever else is wrong with the request', () => {
  expect(kindOf({ method: 'TRACE', url: 'https://evil.test/{{secret}}' })).toBe('POLICY_PLACEHOLDER_REFUSED');
  expect(kindOf(get('https://{{secret}}.evil.test/'))).toBe('POLICY_URL_REFUSED');
});

it('hostile text is searched in linear time and without recursion', () => {
  const deep: Json = JSON.parse(`${'['.repeat(100_000)}"{{x}}"${']'.repeat(100_000)}`);
  expect(sendsPlaceholder(post(BASE, { body: { json: deep } }))).toBe(true);
  expect(sendsPlaceholder(post(BASE, { body: { text: '{{<AAAA${'.repeat(200_000) } }))).toBe(false);
  expect(kindOf(get(BASE, { headers: { 'x-token': '{{<AAAA${'.repeat(400) } }))).toBe('request');
});
