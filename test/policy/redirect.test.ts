import { describe, expect, it } from 'vitest';

import { decide, judgeRedirect } from '../../src/policy/index.ts';
import { bindingWith, CALM, canonical, get } from './requests.ts';

const BASE = 'https://api.example.com';

function follows(next: string, change: object = {}, method = 'GET'): boolean {
  const binding = bindingWith({ redirects: { max: 3 }, rules: ['read-write /v1/**'], ...change });
  const request = canonical(get(`${BASE}/v1/a`, { method, headers: { accept: 'a' } }));
  return judgeRedirect({ request, binding, decision: decide(request, binding, CALM), url: new URL(next, request.url) });
}

describe('the credential follows a redirect', () => {
  it.each(['/v1/b', `${BASE}/v1/b?page=2`, './b#top', `${BASE}:443/v1/b`])(
    'to %s within what the binding allows',
    (next) => {
      expect(follows(next)).toBe(true);
    },
  );

  it('under another rule whose answers are shown in the same way', () => {
    expect(follows('/v1/b', { rules: ['GET /v1/a', 'GET /v1/b'] })).toBe(true);
  });
});

describe('the credential does not follow a redirect', () => {
  it.each([
    'http://api.example.com/v1/b',
    'https://api.example.com:8443/v1/b',
    'https://evil.test/v1/b',
    '//evil.test/v1/b',
    'http://169.254.169.254/v1/b',
    'https://user:pass@api.example.com/v1/b',
    'javascript:alert(1)',
    '/v2/b',
    '/v1/../admin',
    '/v1/..%2fadmin',
    '/v1/{{secret}}',
    '/v1/b;c',
  ])('to %s', (next) => {
    expect(follows(next)).toBe(false);
  });

  it.each<[string, object]>([
    ['to what a person must agree to', { rules: ['GET /v1/a', { methods: 'GET', path: '/v1/b', approval: 'always' }] }],
    [
      'when a person agreed to the first request only',
      { rules: [{ methods: 'GET', path: '/v1/a', approval: 'always' }, 'GET /v1/b'] },
    ],
    [
      'to an answer that may show more',
      { rules: [{ methods: 'GET', path: '/v1/a', response: { mode: 'status_only' } }, 'GET /v1/b'] },
    ],
    [
      'to other hours',
      { rules: ['GET /v1/a', { methods: 'GET', path: '/v1/b', hours: { from: '01:00', to: '02:00' } }] },
    ],
    ['to a query the rule denies', { rules: ['GET /v1/a', { methods: 'GET', path: '/v1/b', query: 'deny' }] }],
    ['to a method the rule denies', { rules: ['GET /v1/a', 'POST /v1/b'] }],
  ])('%s', (_what, change) => {
    expect(follows('/v1/b?x=1', change)).toBe(false);
  });

  it('without the binding opting in', () => {
    const binding = bindingWith();
    const request = canonical(get(BASE));
    expect(
      judgeRedirect({ request, binding, decision: decide(request, binding, CALM), url: new URL(`${BASE}/v1/b`) }),
    ).toBe(false);
  });

  it('with a method that writes', () => {
    expect(follows('/v1/b', {}, 'POST')).toBe(false);
  });

  it('to another host of the same binding', () => {
    expect(follows('https://b.example.com/v1/b', { origins: [BASE, 'https://b.example.com'] })).toBe(false);
    expect(follows('https://b.example.com/v1/b', { origins: ['https://*.example.com'] })).toBe(false);
  });
});
