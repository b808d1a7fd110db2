import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { parseBinding, type RawRequest } from '../../src/policy/index.ts';
import { DEFAULT_HEADERS } from '../../src/policy/default-headers.ts';
import { get, post, verdict } from './requests.ts';

const page = readFileSync('docs/BINDINGS.md', 'utf8');
const bindings = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => parseBinding(JSON.parse(json)));

function bindingTo(host: string) {
  const binding = bindings.find(({ origins }) => origins.some((origin) => origin.includes(host)));
  return binding ?? expect.fail(`docs/BINDINGS.md shows no binding to ${host}`);
}

describe('docs/BINDINGS.md', () => {
  it('shows ten services and four credentials of other shapes, all of them bindings', () => {
    expect(bindings).toHaveLength(14);
  });

  it('names every default header', () => {
    const list = page.slice(page.indexOf('**Default headers**'), page.indexOf('## Placements'));
    expect(DEFAULT_HEADERS.filter((name) => !list.includes(`\`${name}\``))).toEqual([]);
  });

  it.each<[string, string, RawRequest]>([
    [
      'api.anthropic.com',
      'allow',
      post('https://api.anthropic.com/v1/messages', {
        headers: { 'anthropic-version': '2023-06-01' },
        body: { json: {} },
      }),
    ],
    ['api.datadoghq.com', 'allow', get('https://api.datadoghq.com/api/v1/monitor')],
    ['api.telegram.org', 'allow', post('https://api.telegram.org/bot{credential}/sendMessage', { body: { json: {} } })],
    ['hooks.slack.com', 'allow', post('https://hooks.slack.com/services/T00000000/B00000000/{credential}')],
    ['plaid.com', 'allow', post('https://production.plaid.com/accounts/get', { body: { json: {} } })],
    [
      'plaid.com',
      'POLICY_BODY_NOT_ALLOWED',
      post('https://production.plaid.com/accounts/get', { body: { json: { secret: 'x' } } }),
    ],
    ['api.anthropic.com', 'POLICY_PATH_NOT_ALLOWED', post('https://api.anthropic.com/v1/files')],
    ['api.openai.com', 'POLICY_BODY_NOT_ALLOWED', post('https://api.openai.com/v1/responses', { body: { text: '' } })],
    ['api.github.com', 'allow', get('https://api.github.com/repos/a/b/issues?state=open')],
    ['api.github.com', 'POLICY_PATH_NOT_ALLOWED', get('https://api.github.com/repos/a/b/actions/secrets/public-key')],
    ['api.github.com', 'ask', { method: 'PUT', url: 'https://api.github.com/repos/a/b/pulls/7/merge' }],
    [
      'api.github.com',
      'POLICY_BODY_NOT_ALLOWED',
      post('https://api.github.com/graphql', { body: { json: { query: 'mutation { a }' } } }),
    ],
    ['api.stripe.com', 'ask', post('https://api.stripe.com/v1/refunds', { body: { form: { charge: 'ch_1' } } })],
    [
      'slack.com',
      'POLICY_BODY_NOT_ALLOWED',
      post('https://slack.com/api/chat.postMessage', { body: { json: { channel: 'C0GENERAL' } } }),
    ],
    ['api.notion.com', 'allow', post('https://api.notion.com/v1/search', { body: { json: { query: 'x' } } })],
    ['api.notion.com', 'ask', { method: 'PATCH', url: 'https://api.notion.com/v1/pages/1', body: { json: {} } }],
    [
      'api.linear.app',
      'allow',
      post('https://api.linear.app/graphql', { body: { json: { query: '{ viewer { id } }' } } }),
    ],
    ['api.linear.app', 'ask', post('https://api.linear.app/graphql', { body: { json: { query: 'mutation { a }' } } })],
    [
      'maps.googleapis.com',
      'POLICY_QUERY_NOT_ALLOWED',
      get('https://maps.googleapis.com/maps/api/geocode/json?address=a&key=b'),
    ],
    [
      'mainnet.infura.io',
      'POLICY_BODY_NOT_ALLOWED',
      post('https://mainnet.infura.io/v3/1', { body: { json: { method: 'eth_sendRawTransaction' } } }),
    ],
    [
      'homeassistant.local',
      'ask',
      post('http://homeassistant.local:8123/api/services/light/turn_on', { body: { json: {} } }),
    ],
  ])('the binding to %s answers %s as the page says', (host, expected, raw) => {
    expect(verdict(raw, bindingTo(host))).toBe(expected);
  });
});
