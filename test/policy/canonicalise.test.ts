import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/core/index.ts';
import { canonicalise, REQUEST_LIMITS, requestDigest, type RawRequest } from '../../src/policy/index.ts';
import { canonical, get, post } from './requests.ts';

const BASE = 'https://api.example.com';

function codeOf(raw: RawRequest): string {
  const result = canonicalise(raw);
  return result.kind === 'refused' ? result.code : 'request';
}

describe('a raw URL', () => {
  it.each([
    ['a space', `${BASE}/a b`],
    ['a leading space', ` ${BASE}/`],
    ['a tab in the host', 'https://api.exam\tple.com/'],
    ['a line feed in the path', `${BASE}/a\nb`],
    ['a NUL', `${BASE}/a\u0000`],
    ['a backslash before the path', 'https://api.example.com\\@evil.test/'],
    ['a backslash in the path', `${BASE}/a\\b`],
    ['a backslash in the query', `${BASE}/?a=\\`],
    ['a letter that is not ASCII', 'https://аpi.example.com/'],
    ['a soft hyphen', 'https://api\u00ad.example.com/'],
    ['a path that is not ASCII', `${BASE}/café`],
    ['a user name', 'https://user@api.example.com/'],
    ['an empty user name', 'https://@api.example.com/'],
    ['a password', 'https://user:pass@api.example.com/'],
    ['a percent sign in the host', 'https://api%2eexample.com/'],
    ['an underscore in the host', 'https://api_x.example.com/'],
    ['braces in the host', 'https://{x}.example.com/'],
    ['an empty label', 'https://api..example.com/'],
    ['a trailing dot', 'https://api.example.com./'],
    ['a label that begins with a hyphen', 'https://-api.example.com/'],
    ['a label of 64 letters', `https://${'a'.repeat(64)}.example.com/`],
    ['a host of 254 letters', `https://${'abcdefg.'.repeat(31)}example/`],
    ['port 0', 'https://api.example.com:0/'],
    ['port 00', 'https://api.example.com:00/'],
    ['an empty port', 'https://api.example.com:/'],
    ['a port above 65535', 'https://api.example.com:65536/'],
    ['no slashes', 'https:api.example.com/'],
    ['three slashes', 'https:///api.example.com/'],
    ['no scheme', '//api.example.com/'],
    ['a relative path', '/v1/users'],
    ['the scheme ftp', 'ftp://api.example.com/'],
    ['the scheme javascript', 'javascript:alert(1)'],
    ['the scheme ws', 'wss://api.example.com/'],
    ['an address as one number', 'http://2130706433/'],
    ['an address in hex', 'http://0x7f.1/'],
    ['an address in octal', 'http://0177.0.0.1/'],
    ['a short address', 'http://127.1/'],
    ['an address with a trailing dot', 'http://127.0.0.1./'],
    ['an IPv6 address in a long form', 'http://[0:0:0:0:0:0:0:1]/'],
    ['an IPv6 zone', 'http://[fe80::1%25eth0]/'],
    ['nothing', ''],
  ])('is refused with %s', (_what, url) => {
    expect(codeOf(get(url))).toBe('POLICY_URL_REFUSED');
  });

  it.each([
    ['capitals in scheme and host', 'HTTPS://API.Example.com/V1', 'https://api.example.com/V1'],
    ['the default port', 'https://api.example.com:443/', 'https://api.example.com/'],
    ['leading zeros in the port', 'http://api.example.com:08080/', 'http://api.example.com:8080/'],
    ['no path', 'https://api.example.com?a=1', 'https://api.example.com/?a=1'],
    ['a fragment', `${BASE}/v1#/../admin`, `${BASE}/v1`],
    ['an IPv6 address in capitals', 'http://[2001:DB8::1]:8080/', 'http://[2001:db8::1]:8080/'],
    ['an A-label', 'https://xn--bcher-kva.example/', 'https://xn--bcher-kva.example/'],
    ['dot segments', `${BASE}/v1/./a/../b`, `${BASE}/v1/b`],
  ])('takes its one form with %s', (_what, url, href) => {
    expect(canonical(get(url)).url.href).toBe(href);
  });

  it.each([
    ['https://user@api.example.com/', /user name/],
    ['https://api%2eexample.com/', /percent-encoded/],
    ['https://api.example.com:/', /port is empty/],
    ['http://0x7f.1/', /plain form/],
  ])('%s is refused for what it is', (url, reason) => {
    expect(canonicalise(get(url))).toMatchObject({ reason: expect.stringMatching(reason) });
  });

  it('is refused when it is too long, before anything else is done with it', () => {
    expect(codeOf(get(`${BASE}/${'a'.repeat(REQUEST_LIMITS.urlChars)}`))).toBe('POLICY_REQUEST_TOO_LARGE');
  });
});

describe('a path', () => {
  it.each([
    '/a/..%2fb',
    '/a/..%2Fb',
    '/a%5cb',
    '/a%00',
    '/a%0ab',
    '/a%0d',
    '/a%7f',
    '/a%252e',
    '/a%25',
    '/a;b',
    '/a;b/../c;d',
    '/a%3bb',
    '//a',
    '/a//b',
    '/a//',
    '/a/..%20/b',
    '/a/%20.',
    '/%ef%bc%8e%ef%bc%8e/a',
    '/a%ef%bc%8fb',
    '/a%c0%ae',
    '/a%ff',
    '/a%ed%a0%80',
    '/a%',
    '/a%2',
    '/a%zz',
    '/a%u002f',
  ])('%s is refused', (path) => {
    expect(codeOf(get(BASE + path))).toBe('POLICY_PATH_REFUSED');
  });

  it.each([
    ['/', ['']],
    ['/v1/', ['v1', '']],
    ['/v1/a%20b', ['v1', 'a b']],
    ['/v1/%E2%82%AC', ['v1', '€']],
    ['/v1/%61dmin', ['v1', 'admin']],
    ['/a/.../b', ['a', '...', 'b']],
    ['/a.b/..c/d..', ['a.b', '..c', 'd..']],
    ['/models/x:predict,y@2', ['models', 'x:predict,y@2']],
  ])('%s has the segments %j', (path, segments) => {
    expect(canonical(get(BASE + path)).segments).toEqual(segments);
  });
});

describe('a query', () => {
  it('may stand apart, and is then encoded so that no value can become a parameter', () => {
    const { url } = canonical(get(BASE, { query: { q: 'a&b=c d+é', page: 2, all: true } }));
    expect(url.search).toBe('?q=a%26b%3Dc%20d%2B%C3%A9&page=2&all=true');
  });

  it('is refused when it stands in the URL and apart, also under different names', () => {
    expect(codeOf(get(`${BASE}/?a=1`, { query: { a: '2' } }))).toBe('POLICY_REQUEST_INVALID');
    expect(codeOf(get(`${BASE}/?a=1`, { query: { b: '2' } }))).toBe('POLICY_REQUEST_INVALID');
  });

  it('names its parameters in every way a server may split it', () => {
    expect(canonical(get(`${BASE}/?a=1&b%5Fc=2;d=3&e+f`)).queryNames).toEqual(['a', 'b_c', 'd', 'e f']);
  });

  it.each(['?a=%zz', '?a=100%', '?%ff=1'])('%s is refused for its encoding', (search) => {
    expect(codeOf(get(`${BASE}/${search}`))).toBe('POLICY_REQUEST_INVALID');
  });

  it('is refused with a lone surrogate or a number without a form', () => {
    expect(codeOf(get(BASE, { query: { a: '\ud800' } }))).toBe('POLICY_REQUEST_INVALID');
    expect(codeOf(get(BASE, { query: { a: Number.NaN } }))).toBe('POLICY_REQUEST_INVALID');
  });

  it('is refused with too many parameters or too much text', () => {
    expect(codeOf(get(`${BASE}/?${Array.from({ length: 200 }, (_, i) => `p${i}=1`).join('&')}`))).toBe(
      'POLICY_REQUEST_TOO_LARGE',
    );
    expect(codeOf(get(BASE, { query: { a: 'x'.repeat(10_000) } }))).toBe('POLICY_REQUEST_TOO_LARGE');
  });
});

describe('headers', () => {
  it('take lower-case names in order, without blanks around the value', () => {
    expect(canonical(get(BASE, { headers: { Prefer: ' wait=5\t', Accept: '*/*' } })).headers).toEqual([
      ['accept', '*/*'],
      ['prefer', 'wait=5'],
    ]);
  });

  it.each([
    ['Authorization', 'Bearer x'],
    ['Cookie', 'a=b'],
    ['Proxy-Authorization', 'x'],
    ['Host', 'evil.test'],
    ['Range', 'bytes=0-1'],
    ['If-Range', 'x'],
    ['X-HTTP-Method-Override', 'DELETE'],
    ['X-Forwarded-For', '127.0.0.1'],
    ['X-Forwarded', '1'],
    ['Forwarded', 'for=1'],
    ['Sec-Fetch-Site', 'none'],
    ['Transfer-Encoding', 'chunked'],
    ['TE', 'trailers'],
    ['Expect', '100-continue'],
    ['Upgrade', 'h2c'],
    ['Accept-Encoding', 'gzip'],
    ['Metadata-Flavor', 'Google'],
    ['X-aws-ec2-metadata-token', 'x'],
    ['Content-Length', '1'],
    ['Connection', 'x'],
    ['HTTP2-Settings', 'x'],
    ['', '1'],
    [' x', '1'],
    ['x:', '1'],
    ['x y', '1'],
    ['x\r\ny', '1'],
    ['x-é', '1'],
    ['accept', 'a\r\nb: c'],
    ['accept', 'a\nb'],
    ['accept', 'a\u0000'],
    ['accept', 'a\u007f'],
    ['accept', 'é'],
    ['accept', '\u010a\u010d'],
  ])('%j: %j is refused', (name, value) => {
    expect(codeOf(get(BASE, { headers: { [name]: value } }))).toBe('POLICY_HEADER_REFUSED');
  });

  it('given twice in different spellings are refused, not merged', () => {
    expect(codeOf(get(BASE, { headers: { Accept: 'a', accept: 'a' } }))).toBe('POLICY_HEADER_REFUSED');
  });

  it.each([
    ['too long', { accept: 'a'.repeat(5_000) }],
    ['too many', Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`x-${i}`, '1']))],
    ['too many bytes', Object.fromEntries(Array.from({ length: 8 }, (_, i) => [`x-${i}`, 'a'.repeat(4_000)]))],
  ])('%s are refused', (_what, headers) => {
    expect(codeOf(get(BASE, { headers }))).toBe('POLICY_REQUEST_TOO_LARGE');
  });
});

describe('a body', () => {
  const decode = (raw: RawRequest): readonly unknown[] => {
    const { body } = canonical(raw);
    return [body?.kind, body?.contentType, new TextDecoder().decode(body?.bytes)];
  };

  it('is JSON, a form or text, each with its content type', () => {
    expect(decode(post(BASE, { body: { json: { b: 1, a: [null] } } }))).toEqual([
      'json',
      'application/json',
      '{"b":1,"a":[null]}',
    ]);
    expect(decode(post(BASE, { body: { form: { a: 'b&c' } } }))).toEqual([
      'form',
      'application/x-www-form-urlencoded',
      'a=b%26c',
    ]);
    expect(decode(post(BASE, { body: { text: 'hé' } }))).toEqual(['text', 'text/plain; charset=utf-8', 'hé']);
  });

  it.each([
    [{ json: 1 }, 'application/json; charset=UTF-8', true],
    [{ json: 1 }, 'application/vnd.api+json', true],
    [{ json: 1 }, 'text/plain', false],
    [{ form: {} }, 'application/x-www-form-urlencoded', true],
    [{ form: {} }, 'application/json', false],
    [{ text: '{}' }, 'application/json', false],
    [{ text: '{}' }, 'application/graphql+json', false],
    [{ text: 'a=b' }, 'application/x-www-form-urlencoded', false],
    [{ text: 'x' }, 'multipart/form-data', false],
    [{ text: 'x' }, 'application/x-ndjson', true],
    [{ text: 'x' }, 'text/plain; charset=utf-7', false],
    [{ text: 'x' }, 'nonsense', false],
  ])('%j as %s: %s', (body, type, fits) => {
    expect(codeOf(post(BASE, { body, headers: { 'Content-Type': type } }))).toBe(
      fits ? 'request' : 'POLICY_REQUEST_INVALID',
    );
  });

  it.each(['GET', 'HEAD'])('is refused on %s', (method) => {
    expect(codeOf({ method, url: BASE, body: { text: '' } })).toBe('POLICY_BODY_NOT_ALLOWED');
  });

  it.each([
    ['two kinds', { json: 1, text: 'a' }],
    ['no kind', {}],
    ['a lone surrogate in text', { text: '\ud800' }],
    ['a lone surrogate in a form', { form: { a: '\udfff' } }],
  ])('is refused with %s', (_what, body) => {
    expect(codeOf(post(BASE, { body }))).toBe('POLICY_REQUEST_INVALID');
  });

  it('is refused as a content type without a body', () => {
    expect(codeOf(post(BASE, { headers: { 'content-type': 'text/plain' } }))).toBe('POLICY_REQUEST_INVALID');
  });

  it('is refused over four megabytes, in characters or in bytes', () => {
    expect(codeOf(post(BASE, { body: { text: 'a'.repeat(REQUEST_LIMITS.bodyBytes + 1) } }))).toBe(
      'POLICY_BODY_TOO_LARGE',
    );
    expect(codeOf(post(BASE, { body: { text: '€'.repeat(REQUEST_LIMITS.bodyBytes / 2) } }))).toBe(
      'POLICY_BODY_TOO_LARGE',
    );
  });

  it('is refused when JSON is nested deeper than any reader should go', () => {
    const deep: Json = JSON.parse('['.repeat(5_000) + ']'.repeat(5_000));
    expect(codeOf(post(BASE, { body: { json: deep } }))).toBe('POLICY_REQUEST_TOO_LARGE');
  });
});

describe('a method', () => {
  it('is taken in any case', () => {
    expect(canonical({ method: 'pAtCh', url: BASE }).method).toBe('PATCH');
  });

  it.each([
    '',
    ' GET',
    'GET ',
    'TRACE',
    'TRACK',
    'CONNECT',
    'OPTIONS',
    'PROPFIND',
    'debug',
    'G\u0131T',
    'GET /x HTTP/1.1\r\nX: y',
  ])('%j is refused', (method) => {
    expect(codeOf({ method, url: BASE })).toBe('POLICY_METHOD_NOT_ALLOWED');
  });
});

describe('the digest', () => {
  const request = post(`${BASE}/v1?a=1`, { headers: { accept: 'a' }, body: { json: { x: 1 } } });

  it('is the same for the same request however it was written', () => {
    const other = {
      ...request,
      method: 'post',
      url: 'HTTPS://API.EXAMPLE.COM:443/v1?a=1#top',
      headers: { ACCEPT: ' a' },
    };
    expect(canonical(other).digest).toBe(canonical(request).digest);
  });

  it.each([
    ['method', { method: 'PUT' }],
    ['path', { url: `${BASE}/v2?a=1` }],
    ['query', { url: `${BASE}/v1?a=2` }],
    ['header value', { headers: { accept: 'b' } }],
    ['header name', { headers: { prefer: 'a' } }],
    ['body', { body: { json: { x: 2 } } }],
    ['kind of body', { body: { text: '{"x":1}' } }],
    ['content type', { headers: { accept: 'a', 'content-type': 'text/json' } }],
    ['missing body', { body: undefined }],
  ])('differs with another %s', (_what, change) => {
    expect(canonical({ ...request, ...change }).digest).not.toBe(canonical(request).digest);
  });

  it('shows a request that was changed afterwards', () => {
    const found = canonical(request);
    found.url.pathname = '/admin';
    expect(requestDigest(found)).not.toBe(found.digest);
  });
});

it.each<[string, RawRequest, string]>([
  ['a query parameter', post(`${BASE}/?_method=DELETE`), 'POLICY_QUERY_NOT_ALLOWED'],
  ['an encoded query parameter', post(`${BASE}/?%5FMETHOD=DELETE`), 'POLICY_QUERY_NOT_ALLOWED'],
  [
    'a query parameter apart',
    post(BASE, { query: { 'X-HTTP-Method-Override': 'DELETE' } }),
    'POLICY_QUERY_NOT_ALLOWED',
  ],
  ['a form field', post(BASE, { body: { form: { _method: 'DELETE' } } }), 'POLICY_BODY_NOT_ALLOWED'],
  ['a JSON member', post(BASE, { body: { json: { _method: 'DELETE' } } }), 'POLICY_BODY_NOT_ALLOWED'],
])('a method in the shape of %s is refused', (_what, raw, code) => {
  expect(codeOf(raw)).toBe(code);
});

it('a canonical request is frozen and keeps no part of its input', () => {
  const json = { a: ['x'] };
  const request = canonical(post(BASE, { body: { json }, headers: { accept: 'a' } }));
  json.a.push('y');
  expect(new TextDecoder().decode(request.body?.bytes)).toBe('{"a":["x"]}');
  expect([request, request.headers, request.segments, request.queryNames, request.body].every(Object.isFrozen)).toBe(
    true,
  );
});
