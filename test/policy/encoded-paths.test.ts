import { describe, expect, it } from 'vitest';
import {
  canonicalise,
  decide,
  openForms,
  parseBinding,
  type Binding,
  type RawRequest,
} from '../../src/policy/index.ts';

const STATE = { now: Date.UTC(2026, 10, 23, 12), recentCalls: () => 0, secretBytes: 40 };
const ORIGIN = 'https://api.test';

function bind(...rules: unknown[]): Binding {
  return parseBinding({ origins: [ORIGIN], auth: { scheme: 'bearer' }, rules });
}

function judge(binding: Binding, path: string, more: Partial<RawRequest> = {}): { code: string; sent?: string } {
  const canonical = canonicalise({ method: 'GET', url: `${ORIGIN}${path}`, ...more }, openForms(binding));
  if (canonical.kind === 'refused') return { code: canonical.code };
  const decision = decide(canonical.request, binding, STATE);
  return decision.kind === 'deny' ? { code: decision.code } : { code: 'allow', sent: canonical.request.url.pathname };
}

describe('a segment that may hold encoded text', () => {
  it.each([
    ['GET /api/v4/projects/*%/issues', '/api/v4/projects/group%2Fsub%2Fsite/issues'],
    ['GET /api/v4/projects/*%/issues', '/api/v4/projects/42/issues'],
    ['GET /api/v4/projects/*/repository/files/*%/raw', '/api/v4/projects/42/repository/files/src%2Fa%20b.ts/raw'],
    ['GET /*%', '/@scope%2fpackage'],
    ['GET /storage/v1/b/*/o/*%', '/storage/v1/b/pictures/o/2026%2F100%25%2Fa;b.png'],
    ['GET /files/*%/x', '/files/a;v=1/x'],
    ['GET /files/*%/x', '/files//x'],
  ])('lets %s take %s as it is written', (rule, path) => {
    expect(judge(bind(rule), path)).toEqual({ code: 'allow', sent: path });
  });

  it('is said in the long form for every * of the path', () => {
    const binding = bind({ methods: 'GET', path: '/projects/*/files/*', encoded: true });
    expect(judge(binding, '/projects/a%2Fb/files/c%2Fd').code).toBe('allow');
    expect(judge(binding, '/projects/a/b/files/c').code).toBe('POLICY_PATH_NOT_ALLOWED');
  });

  it.each(['GET /projects/*/issues', 'GET /projects/**', 'GET /**'])('is not what %s means', (rule) => {
    expect(judge(bind(rule), '/projects/a%2Fb/issues').code).toBe('POLICY_PATH_REFUSED');
    expect(judge(bind(rule, 'GET /other/*%'), '/projects/a%2Fb/issues').code).toBe('POLICY_PATH_REFUSED');
  });

  it.each([
    '..%2f',
    '..%2fadmin',
    'a%2f..',
    'a%2F..%2Fb',
    'a%2f.%2fb',
    '%2e%2e%2fadmin',
    '%252e%252e%252fadmin',
    'a%252f..%252fb',
    'a%252f%252e%252e',
    '%25252e%25252e%25252f',
    '%25%32%65%25%32%65%2f',
    '..;%2fadmin',
    '..%3bx%2fadmin',
    '..%253b%252fadmin',
    'a%5c..%5cb',
    'a%255cb',
    'a%2f%5cb',
    '%25c0%25ae%25c0%25ae%2f',
    '%25u002e%25u002e%2f',
    'a%2f%ef%bc%8e%ef%bc%8e%2fb',
    'a%2f..%ef%bc%8fb',
    'a%2f..%20%2fb',
    'a%2f..%3a%2fb',
    'a%00%2fb',
    'a%2500%2fb',
    'a%250d%250ab',
    'a%2f%e2%80%8b..%2fb',
    '%2525252525252525252e',
    'a%2fb%zz',
    'a%2f%c0%ae',
  ])('never takes %s', (segment) => {
    const binding = bind('GET /projects/*%/issues', 'GET /projects/*%');
    expect(judge(binding, `/projects/${segment}/issues`).code).toBe('POLICY_PATH_REFUSED');
    expect(judge(binding, `/projects/${segment}`).code).toBe('POLICY_PATH_REFUSED');
  });

  it('stays within its segment, and within its rule', () => {
    const binding = bind('GET /projects/*%/issues');
    for (const path of [
      '/projects/a%2Fb',
      '/projects/a%2Fissues',
      '/projects/a/b/issues',
      '/a%2Fb/issues',
      '//projects/a/issues',
    ])
      expect(judge(binding, path).code).not.toBe('allow');
    expect(judge(binding, '/projects/a%2Fb/issues', { method: 'DELETE' }).code).toBe('POLICY_METHOD_NOT_ALLOWED');
    expect(judge(binding, '/projects%2Fa/b/issues').code).not.toBe('allow');
  });

  it.each([
    'secret%2Fkeys',
    'SECRET%2fkeys',
    'secret%252Fkeys',
    'secret;v=1%2Fkeys',
    '%2Fsecret%2Fkeys',
    'secret%2F%2Fkeys',
    'secret%253Fx',
  ])('does not get past a rule that denies by being written as %s', (segment) => {
    for (const denied of ['!GET /files/secret/**', '!GET /files/*/keys', '!GET /files/**/keys'])
      if (!(segment.endsWith('x') && denied.endsWith('keys')))
        expect(judge(bind('GET /files/*%', denied), `/files/${segment}`).code).toBe('POLICY_PATH_NOT_ALLOWED');
  });

  it('does not get past the stricter rule of the path it would be, taken apart', () => {
    const strict = { methods: 'GET', path: '/files/secret/**', approval: 'always' };
    expect(judge(bind('GET /files/*%', strict), '/files/secret%2Fkeys').code).toBe('POLICY_PATH_NOT_ALLOWED');
    expect(judge(bind('GET /files/*%', strict), '/files/public%2Fkeys').code).toBe('allow');
  });

  it('may stand beside a placement in the path', () => {
    const binding = parseBinding({
      origins: [ORIGIN],
      auth: { scheme: 'path', path: '/bot{credential}' },
      rules: ['GET /*/files/*%'],
    });
    expect(judge(binding, '/bot{credential}/files/a%2Fb').code).toBe('allow');
    expect(judge(binding, '/botmine/files/a%2Fb').code).toBe('POLICY_PATH_NOT_ALLOWED');
    expect(judge(binding, '/bot%7Bcredential%7D%2Ffiles/files/a').code).not.toBe('allow');
  });
});

describe('a method that a rule names', () => {
  it.each(['OPTIONS', 'PROPFIND', 'REPORT', 'SEARCH', 'VERSION-CONTROL'])('%s passes by name alone', (method) => {
    expect(judge(bind(`${method} /dav/**`), '/dav/a', { method }).code).toBe('allow');
    expect(judge(bind('read-write /dav/**'), '/dav/a', { method }).code).toBe('POLICY_METHOD_NOT_ALLOWED');
    expect(judge(bind(`${method} /dav/**`, 'GET /other'), '/other', { method }).code).not.toBe('allow');
  });

  it.each(['TRACE', 'CONNECT', 'PRI', 'COPY', 'MOVE'])('%s cannot be named', (method) => {
    expect(() => bind(`${method} /**`)).toThrow(expect.objectContaining({ code: 'ITEM_INVALID' }));
  });

  it('counts as a write where a person is asked for writes', () => {
    const binding = bind({ methods: ['PROPFIND'], path: '/**', approval: 'writes' });
    const canonical = canonicalise({ method: 'propfind', url: `${ORIGIN}/a` }, openForms(binding));
    expect(canonical.kind === 'request' && decide(canonical.request, binding, STATE).kind).toBe('ask');
  });
});

describe('a GET with a body', () => {
  const body = { json: { query: { match_all: {} } } };
  const binding = bind({ methods: 'read-only', path: '/*/_search', getBody: true }, 'GET /plain');

  it('passes where its rule says so, and nowhere else', () => {
    expect(judge(binding, '/logs/_search', { body }).code).toBe('allow');
    expect(judge(binding, '/plain', { body }).code).toBe('POLICY_BODY_NOT_ALLOWED');
    expect(judge(binding, '/logs/_search', { method: 'HEAD', body }).code).toBe('POLICY_BODY_NOT_ALLOWED');
    expect(judge(bind('GET /**'), '/logs/_search', { body }).code).toBe('POLICY_BODY_NOT_ALLOWED');
  });

  it('is held to the kinds, the size and the fields of a body', () => {
    const small = bind({ methods: 'GET', path: '/**', getBody: true, body: { kinds: ['json'], maxBytes: 10 } });
    expect(judge(small, '/a', { body: { text: 'a' } }).code).toBe('POLICY_BODY_NOT_ALLOWED');
    expect(judge(small, '/a', { body }).code).toBe('POLICY_BODY_TOO_LARGE');
    expect(judge(small, '/a', { body: { json: { _method: 'DELETE' } } }).code).toBe('POLICY_BODY_NOT_ALLOWED');
  });
});
