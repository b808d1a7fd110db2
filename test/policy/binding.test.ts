import { describe, expect, it } from 'vitest';

import {
  buildBinding,
  describeBinding,
  diffBindings,
  parseBinding,
  parseOrigin,
  parseRule,
} from '../../src/policy/index.ts';
import { AUTHORITY, SERVER_TLS } from '../support/lab/certificates.ts';
import { BEARER, bindingWith } from './requests.ts';

function problemOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toMatchObject({ code: 'ITEM_INVALID' });
    return error instanceof Error ? error.message : '';
  }
  return 'no problem';
}

describe('an origin as its owner writes it', () => {
  it.each([
    ['https://api.example.com', 'https://api.example.com'],
    ['HTTPS://API.Example.COM:443/', 'https://api.example.com'],
    ['https://api.example.com.', 'https://api.example.com'],
    ['https://api.example.com.:8443', 'https://api.example.com:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['https://*.Example.com:8443', 'https://*.example.com:8443'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
    ['https://93.184.216.34', 'https://93.184.216.34'],
  ])('%s becomes %s', (text, origin) => {
    expect(parseOrigin(text)).toBe(origin);
    expect(parseOrigin(origin)).toBe(origin);
  });

  it.each([
    'api.example.com',
    'ftp://api.example.com',
    'https://',
    'https://api.example.com/v1',
    'https://api.example.com?a',
    'https://api.example.com#a',
    'https://user@api.example.com',
    'https://a b.example.com',
    'https://api.example.com:0',
    'https://api.example.com:99999',
    'https://api_x.example.com',
    'https://a..example.com',
    'https://api%2eexample.com',
    'https://*',
    'https://*.',
    'https://*.com',
    'https://*.co.uk',
    'https://*.github.io',
    'https://*.s3.amazonaws.com',
    'https://*.internal',
    'https://*.*.example.com',
    'https://a.*.example.com',
    'https://api*.example.com',
    'https://*.127.0.0.1',
    'http://169.254.169.254',
    'http://[fe80::1]',
    'https://0.0.0.0',
    'https://224.0.0.1',
    'https://[::ffff:127.0.0.1]',
    '',
  ])('%s is refused', (text) => {
    expect(problemOf(() => parseOrigin(text))).not.toBe('no problem');
  });
});

describe('a rule as its owner writes it', () => {
  it.each([
    ['GET,POST /v1/**', { methods: ['GET', 'POST'], path: '/v1/**' }],
    ['post,get /v1/**', { methods: ['GET', 'POST'], path: '/v1/**' }],
    ['read-only /v1/*/x', { methods: ['GET', 'HEAD'], path: '/v1/*/x' }],
    ['read-write', { methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'], path: '/**' }],
    ['!DELETE /**', { effect: 'deny', methods: ['DELETE'], path: '/**' }],
    ['GET  /a', { methods: ['GET'], path: '/a' }],
  ])('%s', (text, rule) => {
    expect(parseRule(text)).toEqual(rule);
  });

  it.each([
    '',
    '/v1/**',
    'GET v1',
    'GET, POST /v1',
    'FETCH /v1',
    'GET,GET /v1',
    'GET /v1 /v2',
    'GET /a*',
    'GET /***',
    'GET /a//b',
    'GET /a/../b',
    'GET /a%2fb',
    'GET /a?b=c',
    'GET /a#b',
    'GET /a;b',
    'GET /a%',
    `GET /${'a/'.repeat(100)}`,
    `GET /${'a'.repeat(2_000)}`,
  ])('%j is refused', (text) => {
    expect(problemOf(() => parseRule(text))).not.toBe('no problem');
  });
});

describe('a binding', () => {
  const base = { ...BEARER, origins: ['https://api.example.com'], rules: ['GET /**'] };

  it('is frozen all the way, and reads the same a second time', () => {
    const binding = parseBinding({
      ...base,
      privateNetworks: ['10.0.0.0/8'],
      body: { kinds: ['json'] },
      hours: { from: '09:00', to: '17:00' },
    });
    expect(everyObject(binding).every(Object.isFrozen)).toBe(true);
    expect(parseBinding(JSON.parse(JSON.stringify(binding)))).toEqual(binding);
  });

  it.each<[string, object]>([
    ['an unknown member', { origin: 'https://x.test' }],
    ['an unknown member of a rule', { rules: [{ methods: 'GET', path: '/', paths: [] }] }],
    ['no origin', { origins: [] }],
    ['no rule', { rules: [] }],
    ['denying rules only', { rules: ['!GET /**'] }],
    [
      'a denying rule with terms',
      { rules: ['GET /**', { effect: 'deny', methods: 'GET', path: '/a', query: 'deny' }] },
    ],
    ['plain http to a public host', { origins: ['http://api.example.com'] }],
    ['plain http to a public address', { origins: ['http://93.184.216.34'], privateNetworks: ['10.0.0.0/8'] }],
    ['a public network', { privateNetworks: ['0.0.0.0/0'] }],
    ['a network wider than the private range', { privateNetworks: ['10.0.0.0/7'] }],
    ['the network of metadata services', { privateNetworks: ['169.254.0.0/16'] }],
    ['a network that is none', { privateNetworks: ['10.0.0.0'] }],
    ['a header that is never allowed', { headers: ['Host'] }],
    [
      'a header that is never allowed, in a rule',
      { rules: [{ methods: 'GET', path: '/', headers: ['X-Forwarded-For'] }] },
    ],
    ["the credential's header on the list", { auth: { scheme: 'header', name: 'X-Key' }, headers: ['x-key'] }],
    ['the credential in a header of the connection', { auth: { scheme: 'header', name: 'Host' } }],
    [
      'conditions on the body of a GET',
      { rules: [{ methods: 'GET,POST', path: '/', body: { json: [{ pointer: '/a', absent: true }] } }] },
    ],
    [
      'conditions on the JSON body and a form',
      { rules: [{ methods: 'POST', path: '/', body: { kinds: ['form'], json: [{ pointer: '/a', absent: true }] } }] },
    ],
    [
      'a condition that says two things',
      { rules: [{ methods: 'POST', path: '/', body: { json: [{ pointer: '/a', absent: true, oneOf: [1] }] } }] },
    ],
    ['a pointer that is none', { response: { mode: 'projection', pointers: ['id'], headers: [] } }],
    ['an unknown response mode', { response: { mode: 'raw' } }],
    ['an unknown approval', { approval: 'sometimes' }],
    ['a rate that is none', { rate: '60 per minute' }],
    ['an hour that is none', { hours: { from: '9', to: '25:00' } }],
    ['a time zone that is none', { hours: { from: '09:00', to: '17:00', timeZone: 'Mars/Olympus' } }],
    ['more than three redirects', { redirects: { max: 4 } }],
    ['a pin that is none', { tls: { pins: ['sha1/abc'] } }],
    ['an authority that is none', { tls: { ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' } }],
    ['an authority with its private key', { tls: { ca: `${AUTHORITY}\n${SERVER_TLS.key}` } }],
    ['a body larger than any request', { body: { maxBytes: 1e9 } }],
  ])('is refused with %s', (_what, change) => {
    expect(problemOf(() => parseBinding({ ...base, ...change }))).toMatch(/^binding/);
  });

  it('may use plain http on loopback, on private addresses, and for names with private networks', () => {
    for (const origin of [
      'http://127.0.0.1:1',
      'http://[::1]:1',
      'http://10.1.2.3',
      'http://localhost:3000',
      'http://[fd00::1]',
    ]) {
      expect(parseBinding({ ...base, origins: [origin] }).origins).toEqual([origin]);
    }
    expect(
      parseBinding({ ...base, origins: ['http://nas.home.arpa'], privateNetworks: ['192.168.1.0/24'] }).privateNetworks,
    ).toHaveLength(1);
  });

  it('says where it is wrong', () => {
    expect(problemOf(() => parseBinding({ ...base, rules: ['GET /**', 'GET a'] }))).toBe(
      'binding at rules.1: a path starts with /',
    );
  });
});

describe('a binding from flags', () => {
  const flags = { urls: ['https://api.example.com'], auth: { scheme: 'bearer' } };

  it('allows reading and nothing else where nothing is said', () => {
    expect(buildBinding(flags)).toEqual({
      origins: ['https://api.example.com'],
      auth: { scheme: 'bearer' },
      rules: [{ methods: ['GET', 'HEAD'], path: '/**' }],
      approval: 'never',
      response: { mode: 'scrubbed' },
      privateNetworks: [],
    });
  });

  it('takes what flags say', () => {
    const binding = buildBinding({
      ...flags,
      allow: ['POST /a'],
      approval: 'writes',
      allowPrivateNetwork: true,
      allowHeaders: ['X-Tenant'],
      query: ['q'],
      rate: '5/s',
      maxRedirects: 1,
    });
    expect(binding).toMatchObject({
      approval: 'writes',
      query: ['q'],
      rate: '5/s',
      redirects: { max: 1 },
      privateNetworks: expect.arrayContaining(['10.0.0.0/8']),
    });
    expect(binding.headers).toEqual(expect.arrayContaining(['accept', 'x-tenant']));
    expect(buildBinding({ ...flags, allowPrivateNetwork: ['10.1.0.0/16'] }).privateNetworks).toEqual(['10.1.0.0/16']);
  });

  it('is refused without a destination', () => {
    expect(problemOf(() => buildBinding({ ...flags, urls: [] }))).toMatch(/^binding at origins/);
  });
});

describe('a binding for a person', () => {
  const before = bindingWith({
    rules: ['GET,POST /v1/**', { methods: 'POST', path: '/graphql', approval: 'always', query: ['a', 'b'] }],
  });

  it('is one fact per line', () => {
    expect(describeBinding(before)).toEqual([
      'origin: https://api.example.com',
      'auth: bearer',
      'rule: GET,POST /v1/**',
      'rule: POST /graphql, query a,b, approval always',
      'approval: never',
      'response: {"mode":"scrubbed"}',
    ]);
  });

  it('shows how an international name reads', () => {
    expect(describeBinding(bindingWith({ origins: ['https://*.xn--pi-6kc.example.com'] }))[0]).toBe(
      'origin: https://*.xn--pi-6kc.example.com (reads аpi.example.com)',
    );
  });

  it('names an authority by its fingerprint, several by their digest, and each pin', () => {
    const pin = `sha256/${'A'.repeat(43)}=`;
    const lines = (ca: string): readonly string[] =>
      describeBinding(bindingWith({ tls: { ca, pins: [pin] } })).filter((line) => line.startsWith('tls'));
    expect(lines(AUTHORITY.trim())).toEqual([
      expect.stringMatching(/^tls authority: fingerprint (?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      `tls pin: ${pin}`,
    ]);
    expect(lines(`${AUTHORITY}${SERVER_TLS.cert}`)[0]).toMatch(/^tls authority: several, of SHA-256 [0-9a-f]{64}$/);
  });

  it('differs by the facts that changed', () => {
    const after = parseBinding({ ...before, rules: ['GET /v1/**'], approval: 'writes', rate: '60/min' });
    expect(diffBindings(before, after)).toEqual([
      '- rule: GET,POST /v1/**',
      '- rule: POST /graphql, query a,b, approval always',
      '- approval: never',
      '+ rule: GET /v1/**',
      '+ approval: writes',
      '+ rate: 60/min',
    ]);
    expect(diffBindings(before, before)).toEqual([]);
  });

  it('differs when only the order of its rules does', () => {
    expect(diffBindings(before, parseBinding({ ...before, rules: [...before.rules].reverse() }))).toHaveLength(1);
  });
});

function everyObject(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(everyObject)];
}
