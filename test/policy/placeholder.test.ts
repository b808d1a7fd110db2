import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/core/index.ts';
import { canonicalise, type RawRequest } from '../../src/policy/index.ts';
import { get, post } from './requests.ts';

const BASE = 'https://api.example.com/';

function kindOf(raw: RawRequest): string {
  const result = canonicalise(raw);
  return result.kind === 'refused' ? result.code : 'request';
}

const LOOKS = [
  '{{secret}}',
  '{{ secret | slice:0,4 }}',
  'a{{{x}}}b',
  '${API_KEY}',
  '${env:TOKEN}',
  'op://vault/item/field',
  'OP://vault/item',
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
  'vault://kv/data/app',
  'keyward://items/1',
  '[CAPTURED ai-agents/new token]',
];
const PLAIN = [
  '{secret}',
  '$5',
  '$KEYNOTE',
  '$id',
  'US$TOKENS',
  '[REDACTED]',
  '[CAPTURED]',
  '}} {{',
  'shop://x',
  '<b>bold</b>',
  '<token>x</token>',
  'query { viewer { login } }',
  '<KEYNOTE>',
  '$(date)',
  '{"a":{"b":1}}',
];

describe.each(LOOKS)('%s looks like a placeholder', (text) => {
  it.each([
    ['the path', get(BASE + encodeURI(text))],
    ['the path, encoded', get(BASE + encodeURIComponent(text))],
    ['the query', get(`${BASE}?a=${encodeURIComponent(text).replaceAll('%20', '+')}`)],
    ['the fragment', get(`${BASE}#${encodeURIComponent(text)}`)],
    ['a query value apart', get(BASE, { query: { a: text } })],
    ['a query name apart', get(BASE, { query: { [text]: 'a' } })],
    ['a header', get(BASE, { headers: { accept: `a ${text}` } })],
    ['a JSON string', post(BASE, { body: { json: { a: [{ b: `x ${text}` }] } } })],
    ['a JSON name', post(BASE, { body: { json: { [text]: 1 } } })],
    ['a form value', post(BASE, { body: { form: { a: text } } })],
    ['text', post(BASE, { body: { text: `Bearer ${text}` } })],
  ])('and is refused in %s', (_where, raw) => {
    expect(kindOf(raw)).toBe('POLICY_PLACEHOLDER_REFUSED');
  });
});

it.each(PLAIN)('%s is plain text', (text) => {
  expect(kindOf(post(BASE, { body: { text } }))).toBe('request');
});

it('a placeholder is told first, whatever else is wrong with the request', () => {
  expect(kindOf({ method: 'TRACE', url: 'https://{{secret}}.evil.test/ x' })).toBe('POLICY_PLACEHOLDER_REFUSED');
});

it('a hostile body is searched in linear time and without recursion', () => {
  const deep: Json = JSON.parse(`${'['.repeat(100_000)}"{{x}}"${']'.repeat(100_000)}`);
  expect(kindOf(post(BASE, { body: { json: deep } }))).toBe('POLICY_PLACEHOLDER_REFUSED');
  expect(kindOf(post(BASE, { body: { text: '{{<AAAA${'.repeat(200_000) } }))).toBe('request');
});
