import { describe, expect, it } from 'vitest';

import { canonicalise, parseBinding, type Binding, type RawRequest } from '../../src/policy/index.ts';
import { bindingWith, get, post, verdict } from './requests.ts';

// What servers behind a binding are known to read otherwise than it stands: each of these would be a way round a rule.

const BASE = 'https://api.example.com';
const SCOPED = bindingWith({ rules: ['GET /v1/users/**'] });

describe('a path that a server may walk up', () => {
  const dots = ['..', '%2e%2e', '.%2e', '%252e%252e', '%25252e%25252e', '%2525252e%2525252e', '%c0%ae%c0%ae'];
  const wideDots = [
    '%ef%bc%8e%ef%bc%8e',
    '%e2%80%a5',
    '%e2%80%a4%e2%80%a4',
    '%ef%b9%92%ef%b9%92',
    '%e3%80%82%e3%80%82',
  ];
  const hiddenDots = [
    '..%e2%80%8b',
    '.%c2%ad.',
    '%e2%80%8d..',
    '..%ef%b8%8f',
    '..%ef%bb%bf',
    '..%20',
    '%20..',
    '..%c2%85',
  ];
  const streams = ['..:', '..%3a', '..::$INDEX_ALLOCATION', '..%00', '..;', '..;a=b', '..%3b'];
  const separators = ['/', '%2f', '%5c', '%252f', '%25252f', '%2525252f', '%c0%af', '%e0%80%af', '%c1%9c', '%u2215'];
  const wideSeparators = [
    '%ef%bc%8f',
    '%e2%88%95',
    '%e2%81%84',
    '%ef%bc%bc',
    '%e2%88%96',
    '%ef%b9%a8',
    '%e2%a7%b5',
    '%e2%a7%b8',
  ];

  const climbs = [...dots, ...wideDots, ...hiddenDots, ...streams];
  it.each(climbs.flatMap((dot) => [...separators, ...wideSeparators].map((separator) => dot + separator)))(
    '/v1/users/%sadmin is refused',
    (climb) => {
      expect(verdict(get(`${BASE}/v1/users/${climb}admin`), SCOPED)).toMatch(/^POLICY_PATH_(?:REFUSED|NOT_ALLOWED)$/);
    },
  );

  it.each(['...', '.git', '1.', 'a..b', '%C2%BD', 'a:b', '%E2%80%AFx', '1,a=b', '~root', '%2a', 'a%23b', 'a%3fb'])(
    'the segment %s is only a name',
    (segment) => {
      expect(verdict(get(`${BASE}/v1/users/${segment}`), SCOPED)).toBe('allow');
    },
  );
});

describe('a rule that denies', () => {
  const guarded = bindingWith({ rules: ['read-write /**', '!read-write /admin/**', '!GET /keys'] });

  it.each([
    '/admin',
    '/admin/',
    '/Admin/users',
    '/ADMIN/users',
    '/%61dmin/x',
    '/%41dmin/x',
    '/admin./x',
    '/admin%20/x',
    '/keys',
    '/keys/',
    '/Keys',
    '/KEYS./',
  ])('denies %s too, which many servers take for the same', (path) => {
    expect(verdict(get(BASE + path), guarded)).toBe('POLICY_PATH_NOT_ALLOWED');
  });

  it.each(['/administrators', '/v1/admin', '/key', '/keys/1'])('says nothing of %s', (path) => {
    expect(verdict(get(BASE + path), guarded)).toBe('allow');
  });
});

describe('a condition on the JSON body', () => {
  const rpc = bindingWith({
    rules: [{ methods: 'POST', path: '/rpc', body: { json: [{ pointer: '/method', oneOf: ['read'] }] } }],
  });
  const graphql = bindingWith({
    query: 'any',
    rules: [
      { methods: 'POST', path: '/graphql', body: { json: [{ pointer: '/query', graphql: 'query' }] } },
      { methods: 'POST', path: '/open', query: 'any', body: { json: [{ pointer: '/query', graphql: 'query' }] } },
    ],
  });
  const nested = bindingWith({
    rules: [{ methods: 'POST', path: '/', body: { json: [{ pointer: '/data/0/kind', oneOf: ['read'] }] } }],
  });
  const absent = bindingWith({
    rules: [{ methods: 'POST', path: '/', body: { json: [{ pointer: '/admin', absent: true }] } }],
  });
  const json = (path: string, body: string): RawRequest => post(BASE + path, { body: { json: JSON.parse(body) } });

  it.each<[string, Binding, RawRequest]>([
    ['a member in capitals, which Go and .NET read last', rpc, json('/rpc', '{"method":"read","Method":"write"}')],
    ['such a member before', rpc, json('/rpc', '{"METHOD":"write","method":"read"}')],
    [
      'a long s, which folds into one',
      bindingWith({
        rules: [{ methods: 'POST', path: '/', body: { json: [{ pointer: '/scope', oneOf: ['read'] }] } }],
      }),
      json('/', '{"scope":"read","ſcope":"all"}'),
    ],
    ['a Kelvin sign further down', nested, json('/', '{"data":[{"kind":"read","\u212aind":"write"}]}')],
    ['a lookalike on the way', nested, json('/', '{"data":[{"kind":"read"}],"Data":[{"kind":"write"}]}')],
    ['a member that must be absent, in capitals', absent, json('/', '{"Admin":1}')],
  ])('does not hold beside %s', (_what, binding, raw) => {
    expect(verdict(raw, binding)).toBe('POLICY_BODY_NOT_ALLOWED');
  });

  it.each([
    '?query=mutation{a}',
    '?QUERY=mutation{a}',
    '?query[]=mutation{a}',
    '?%71uery=x',
    '?operationName=B',
    '?a=1',
  ])('closes the parameters of the URL, which servers may read first: %s', (search) => {
    expect(verdict(json(`/graphql${search}`, '{"query":"{ a }"}'), graphql)).toBe('POLICY_QUERY_NOT_ALLOWED');
  });

  it('leaves them open where its own rule says so, but for the member it judges', () => {
    expect(verdict(json('/open?trace=1', '{"query":"{ a }"}'), graphql)).toBe('allow');
    expect(verdict(json('/open?query=mutation{a}', '{"query":"{ a }"}'), graphql)).toBe('POLICY_QUERY_NOT_ALLOWED');
  });

  it('holds for a body that says it once', () => {
    expect(verdict(json('/rpc', '{"method":"read","params":{"Method":1}}'), rpc)).toBe('allow');
    expect(verdict(json('/', '{"data":[{"kind":"read","other":1}]}'), nested)).toBe('allow');
  });
});

describe("the credential's own parameter", () => {
  const keyed = bindingWith({ auth: { scheme: 'query', name: 'api_key' } });

  it.each([
    'api-key',
    'api_key[]',
    'api[key',
    'api.key',
    'api+key',
    'API_KEY',
    '%ef%bd%81pi_key',
    'api_key%e2%80%8b',
    'api_%e2%84%aaey',
    'a;api_key',
    '%20api_key',
    'api_key%0a',
  ])("is not the caller's as %s", (name) => {
    expect(verdict(get(`${BASE}/?${name}=x`), keyed)).toBe('POLICY_QUERY_NOT_ALLOWED');
  });

  it.each(['api_key%00', 'a=1&b%00', '%00'])('nor behind NUL: %s', (name) => {
    expect(verdict(get(`${BASE}/?${name}=x`), keyed)).toBe('POLICY_REQUEST_INVALID');
  });

  it.each(['key', 'apikey', 'api_keys', 'a[api_key]'])('is another one than %s', (name) => {
    expect(verdict(get(`${BASE}/?${name}=x`), keyed)).toBe('allow');
  });
});

describe('a method by another name', () => {
  const names = [
    '_method',
    '_METHOD',
    ' _method',
    '_method[]',
    '_method\u0000',
    'x_http_method_override',
    'X-HTTP-Method',
    'http_method_override',
  ];

  it.each(names)('%j is refused in JSON and in a form', (name) => {
    expect(verdict(post(BASE, { body: { json: { [name]: 'DELETE' } } }), bindingWith())).toBe(
      'POLICY_BODY_NOT_ALLOWED',
    );
    expect(verdict(post(BASE, { body: { form: { [name]: 'DELETE' } } }), bindingWith())).toBe(
      'POLICY_BODY_NOT_ALLOWED',
    );
  });

  it.each(names.filter((name) => !name.includes('\u0000')))('%j is refused in the query', (name) => {
    expect(verdict(post(BASE, { query: { [name]: 'DELETE' } }), bindingWith())).toBe('POLICY_QUERY_NOT_ALLOWED');
  });
});

describe('a header that no binding may allow', () => {
  it.each([
    'x_forwarded_for',
    'X_Forwarded_Host',
    'x-forwarded_for',
    'x-forward-for',
    'forwarded-for',
    'x_http_method_override',
    'x_method_override',
    'X-HTTP-Method',
    'http-method-override',
    'transfer_encoding',
    'Content_Length',
    'x-original-forwarded-for',
    'x-original-uri',
    'x-rewrite-uri',
    'x_real_ip',
    'x-http-host-override',
    'x-override-url',
    'metadata_flavor',
    'x_aws_ec2_metadata_token',
    'sec_fetch_site',
    'proxy',
    'proxy_authorization',
    'x-envoy-original-path',
    'x-middleware-subrequest',
    'x-accel-redirect',
    'request-range',
    'if_range',
    'accept_encoding',
    'HTTP2-Settings',
  ])('%s', (name) => {
    expect(() => bindingWith({ headers: [name] })).toThrow(/cannot be set by the caller/);
    expect(canonicalise(get(BASE, { headers: { [name]: 'x' } }))).toMatchObject({ code: 'POLICY_HEADER_REFUSED' });
  });

  it.each([':authority', ':path', 'x y', 'x\ty', 'x:y', 'é', ''])('%j, which is no name', (name) => {
    expect(canonicalise(get(BASE, { headers: { [name]: 'x' } }))).toMatchObject({ code: 'POLICY_HEADER_REFUSED' });
  });

  it.each(['a\r\n b', 'a\n\tb', 'a\u0000', 'a\u010a', 'a\u2028b'])('nor a value such as %j', (value) => {
    expect(canonicalise(get(BASE, { headers: { accept: value } }))).toMatchObject({ code: 'POLICY_HEADER_REFUSED' });
  });

  it("the credential's own, with underscores", () => {
    const own = { auth: { scheme: 'header', name: 'x-api-key' } };
    expect(() => parseBinding({ ...own, origins: [BASE], rules: ['GET /'], headers: ['x_api_key'] })).toThrow(
      /never|caller/,
    );
    expect(verdict(get(BASE, { headers: { x_api_key: 'x' } }), bindingWith(own))).toBe('POLICY_HEADER_REFUSED');
  });
});
