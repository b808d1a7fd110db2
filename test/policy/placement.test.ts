import { describe, expect, it } from 'vitest';
import { describeAuth, parseBinding } from '../../src/policy/index.ts';
import { bindingWith, canonical, get, post, verdict } from './requests.ts';

const PATH = { auth: { scheme: 'path', path: '/bot{credential}' }, rules: ['read-write /**'] };
const JSON_MEMBER = { auth: { scheme: 'json', pointer: '/client_secret' } };
const FORM_MEMBER = { auth: { scheme: 'form', name: 'client_secret' } };
const TWO_HEADERS = {
  auth: [
    { scheme: 'header', name: 'DD-API-KEY', field: 'api_key' },
    { scheme: 'header', name: 'DD-APPLICATION-KEY', field: 'app_key' },
  ],
};
const url = 'https://api.example.com';

describe('a binding with several placements', () => {
  it('keeps each header for the server', () => {
    const binding = bindingWith({ ...TWO_HEADERS });
    expect(describeAuth(binding.auth)).toBe('header:dd-api-key=api_key, header:dd-application-key=app_key');
    for (const name of ['DD-API-KEY', 'dd_application_key'])
      expect(verdict(get(url, { headers: { [name]: 'mine' } }), binding)).toBe('POLICY_HEADER_REFUSED');
    expect(verdict(get(url), binding)).toBe('allow');
    expect(parseBinding(binding)).toEqual(binding);
  });

  it.each([
    [
      'one header twice',
      [
        { scheme: 'header', name: 'x-key' },
        { scheme: 'header', name: 'X_Key' },
      ],
    ],
    ['two authorizations', [{ scheme: 'bearer' }, { scheme: 'basic' }]],
    [
      'two kinds of body',
      [
        { scheme: 'json', pointer: '/a' },
        { scheme: 'form', name: 'b' },
      ],
    ],
    [
      'a member within another',
      [
        { scheme: 'json', pointer: '/a' },
        { scheme: 'json', pointer: '/a/b' },
      ],
    ],
    [
      'two paths',
      [
        { scheme: 'path', path: '/{a}' },
        { scheme: 'path', path: '/x/{b}' },
      ],
    ],
    ['none', []],
    ['five', Array.from({ length: 5 }, (_, index) => ({ scheme: 'header', name: `x-key-${String(index)}` }))],
    ['an unknown one', [{ scheme: 'digest' }]],
    ['a member it does not know', [{ scheme: 'bearer', name: 'x' }]],
    ['a path without a secret', [{ scheme: 'path', path: '/bot' }]],
    ['a path with dots', [{ scheme: 'path', path: '/../{credential}' }]],
    ['a path with two secrets', [{ scheme: 'path', path: '/{a}/{b}' }]],
    ['a header of the connection', [{ scheme: 'header', name: 'host' }]],
  ])('is refused with %s', (_, auth) => {
    expect(() => bindingWith({ auth })).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });

  it('is refused when no rule covers the path of its credential', () => {
    expect(() => bindingWith({ ...PATH, rules: ['GET /v1/**'] })).toThrow(/no rule covers/);
    expect(bindingWith({ ...PATH, rules: ['POST /bot{credential}/sendMessage'] }).rules).toHaveLength(1);
  });
});

describe('a credential in the path', () => {
  it('is called by its segment in braces, at its place alone', () => {
    const binding = bindingWith(PATH);
    expect(verdict(post(`${url}/bot{credential}/sendMessage`), binding)).toBe('allow');
    expect(verdict(post(`${url}/bot%7Bcredential%7D/sendMessage`), binding)).toBe('allow');
    for (const path of ['/bot/sendMessage', '/x/bot{credential}', '/BOT{credential}/a', '/bot123:abc/a'])
      expect(verdict(post(url + path), binding)).toBe('POLICY_PATH_NOT_ALLOWED');
  });

  it('is recorded as it is written', () => {
    expect(canonical(post(`${url}/bot{credential}/a`)).url.pathname).toBe('/bot%7Bcredential%7D/a');
  });
});

describe('a credential in the body', () => {
  it('needs a body of its kind, without that member in any spelling', () => {
    const binding = bindingWith(JSON_MEMBER);
    expect(verdict(post(url, { body: { json: { a: 1 } } }), binding)).toBe('allow');
    expect(verdict(post(url), binding)).toBe('allow');
    expect(verdict(get(url), binding)).toBe('POLICY_METHOD_NOT_ALLOWED');
    for (const body of [
      { json: { client_secret: 'mine' } },
      { json: { CLIENT_SECRET: 'mine' } },
      { json: [1] },
      { form: { a: '1' } },
      { text: 'x' },
    ])
      expect(verdict(post(url, { body }), binding)).toBe('POLICY_BODY_NOT_ALLOWED');
  });

  it('is the same for a form', () => {
    const binding = bindingWith(FORM_MEMBER);
    expect(verdict(post(url, { body: { form: { grant_type: 'x' } } }), binding)).toBe('allow');
    for (const name of ['client_secret', 'Client_Secret', 'client.secret', 'client_secret[]'])
      expect(verdict(post(url, { body: { form: { [name]: 'x' } } }), binding)).toBe('POLICY_BODY_NOT_ALLOWED');
    expect(verdict(post(url, { body: { json: {} } }), binding)).toBe('POLICY_BODY_NOT_ALLOWED');
  });
});

describe('the limits of a call', () => {
  it.each(['connectMs', 'firstByteMs', 'idleMs', 'timeoutMs'])('%s may be up to a quarter of an hour', (name) => {
    expect(bindingWith({ egressLimits: { [name]: 900_000 } }).egressLimits).toEqual({ [name]: 900_000 });
    expect(() => bindingWith({ egressLimits: { [name]: 900_001 } })).toThrow(/egressLimits/);
  });
});
