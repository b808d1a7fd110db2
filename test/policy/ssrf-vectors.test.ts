import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { canonicalise } from '../../src/policy/index.ts';
import { bindingWith, get, post, verdict } from './requests.ts';

const FILE = '../shared/vectors/ssrf.json';
const cases = z.array(z.object({ url: z.string(), expect: z.string() }));
const schema = z.object({
  url_literal: cases,
  allowlist_confusion: z.object({ cases }),
  path_policy: z.object({ cases: z.array(z.object({ input: z.string(), expect: z.string() })) }),
  hostport: z.array(z.object({ input: z.string(), host: z.string(), port: z.string() })),
  method_rules: z.object({
    allow: z.array(z.string()),
    off_by_default: z.array(z.string()),
    refuse: z.array(z.string()),
  }),
  placeholder_rules: z.object({ cases: z.array(z.object({ where: z.string(), tpl: z.string() })) }),
  header_rules: z.object({
    refuse_names_case_insensitive: z.array(z.string()),
    cases: z.array(
      z.object({ name: z.string(), value: z.string(), plus: z.record(z.string(), z.string()).optional() }),
    ),
  }),
});
const isThere = existsSync(FILE);
const vectors = isThere ? schema.parse(JSON.parse(readFileSync(FILE, 'utf8'))) : undefined;
const binding = bindingWith();

describe.skipIf(!isThere)('the SSRF vectors (skipped where the shared vectors are not checked out)', () => {
  it.each(vectors?.url_literal ?? [])('url_literal: $url never leaves for an item bound elsewhere', ({ url }) => {
    expect(verdict(get(url), binding)).toMatch(/^POLICY_/);
  });

  it.each(vectors?.allowlist_confusion.cases ?? [])(
    'allowlist_confusion: $url is $expect',
    ({ url, expect: expected }) => {
      const found = verdict(get(url), binding);
      if (expected === 'block') expect(found).toMatch(/^POLICY_(URL_REFUSED|ORIGIN_NOT_BOUND)$/);
      // The section judges hosts only; paths with empty segments are refused on whatever host.
      else
        expect(found).toBe(
          url.endsWith('//evil.test') || url.endsWith('//evil.test/') ? 'POLICY_PATH_REFUSED' : 'allow',
        );
    },
  );

  it.each(vectors?.path_policy.cases ?? [])('path_policy: $input is $expect', ({ input, expect: expected }) => {
    const scoped = bindingWith({ rules: ['GET /v1/users/**'] });
    const found = verdict(get(`https://api.example.com${input}`), scoped);
    if (expected === 'allow') expect(found).toBe('allow');
    else expect(found).toMatch(/^POLICY_(URL_REFUSED|PATH_REFUSED|PATH_NOT_ALLOWED)$/);
  });

  it.each(vectors?.hostport ?? [])(
    'hostport: "$input" is refused or read as one host and port',
    ({ input, host, port }) => {
      const result = canonicalise(get(`https://${input}/`));
      if (result.kind === 'refused') return;
      const { hostname, port: foundPort } = result.request.url;
      // The source asks for a port; a URL does without.
      if (port === 'NoPort') expect([`${input}`, foundPort]).toEqual([hostname, '']);
      else expect([hostname, foundPort]).toEqual([host.includes(':') ? `[${host}]` : host, port]);
    },
  );

  it.each(vectors?.method_rules.allow ?? [])('method_rules: %s is known', (method) => {
    expect(canonicalise(get('https://api.example.com/', { method })).kind).toBe('request');
  });

  const refusedMethods = [...(vectors?.method_rules.off_by_default ?? []), ...(vectors?.method_rules.refuse ?? [])];
  // One entry says that lower-case methods are normalised first, and one names a family.
  it.each(
    refusedMethods.filter((method) => !method.startsWith('get ')).map((method) => method.replace(/ and other .*/, '')),
  )('method_rules: %j is refused', (method) => {
    expect(canonicalise(get('https://api.example.com/', { method }))).toMatchObject({
      code: 'POLICY_METHOD_NOT_ALLOWED',
    });
  });

  it.each(placeholderCases())('placeholder_rules: %s is refused, never expanded', (_where, raw) => {
    expect(canonicalise(raw)).toMatchObject({
      kind: 'refused',
      code: expect.stringMatching(/^POLICY_(?:PLACEHOLDER|URL)_REFUSED$/),
    });
  });

  it.each(contentCases())('placeholder_rules: %s is content, sent as it is', (_where, text) => {
    const url = 'https://api.example.com/';
    const sent = [
      post(url, { body: { text } }),
      post(url, { body: { form: { a: text } } }),
      post(url, { body: { json: { a: [text] } } }),
      get(url, { query: { a: text } }),
      get(url, { headers: { 'x-debug': text } }),
    ].map((raw) => {
      const result = canonicalise(raw);
      if (result.kind === 'refused') return [result.code];
      const { url: at, body, headers } = result.request;
      const bytes = Buffer.from(body?.bytes ?? []).toString();
      const json: unknown = body?.kind === 'json' ? JSON.parse(bytes) : undefined;
      return [bytes, new URLSearchParams(bytes).get('a'), json, at.searchParams.get('a'), headers[0]?.[1]];
    });
    expect(sent).toEqual([
      expect.arrayContaining([text]),
      expect.arrayContaining([text]),
      expect.arrayContaining([{ a: [text] }]),
      expect.arrayContaining([text]),
      expect.arrayContaining([text]),
    ]);
  });

  it.each(refusedNames())("header_rules: %s is not the caller's to set", (name) => {
    for (const spelling of [name, name.toUpperCase()]) {
      expect(verdict(get('https://api.example.com/', { headers: { [spelling]: 'x' } }), binding)).toBe(
        'POLICY_HEADER_REFUSED',
      );
    }
  });

  it.each(vectors?.header_rules.cases ?? [])(
    'header_rules: $name with value $value is refused',
    ({ name, value, plus }) => {
      const widest = bindingWith({ headers: ['x-a', 'x'] });
      const headers = { [name]: value, ...plus };
      expect(verdict(get('https://api.example.com/', { headers }), widest)).toBe('POLICY_HEADER_REFUSED');
    },
  );
});

function refusedNames(): readonly string[] {
  return (vectors?.header_rules.refuse_names_case_insensitive ?? []).map((entry) =>
    entry.replace(/ \(.*/, '').replace('*', 'token'),
  );
}

function placeholderCases() {
  const url = 'https://api.example.com/';
  return (vectors?.placeholder_rules.cases ?? [])
    .filter(({ tpl }) => tpl !== 'n/a')
    .flatMap(({ where, tpl }): readonly (readonly [string, ReturnType<typeof get>])[] => {
      const text = contentOf(tpl);
      if (tpl.startsWith('https:')) return tpl.includes('?') ? [] : [[where, get(tpl)]];
      if (tpl.startsWith('%')) return [[where, get(url + tpl)]];
      return [[`${where}, in a header that authorises`, get(url, { headers: { authorization: `Bearer ${text}` } })]];
    });
}

function contentCases(): readonly (readonly [string, string])[] {
  return (vectors?.placeholder_rules.cases ?? [])
    .filter(({ tpl }) => tpl !== 'n/a' && !tpl.startsWith('https:'))
    .map(({ where, tpl }) => [where, contentOf(tpl)]);
}

function contentOf(tpl: string): string {
  return tpl.replace('X-Debug: ', '');
}
