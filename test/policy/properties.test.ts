import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/core/index.ts';
import { canonicalise, decide, judgeRedirect, METHODS, type RawRequest } from '../../src/policy/index.ts';
import { bindingWith, CALM, canonical, verdict } from './requests.ts';
import { byDepth } from '../support/depth.ts';

const word = fc.stringMatching(/^[a-z0-9]{1,8}$/);
// Pieces that parsers disagree about, so that random URLs are hostile ones.
const piece = fc.constantFrom(
  'a',
  'v1',
  '..',
  '.',
  '%2e',
  '%2f',
  '%5c',
  '%25',
  '%61',
  ';',
  '//',
  '/',
  '\\',
  '@',
  ':',
  '#',
  '?',
  '&',
  '=',
  ' ',
  '\t',
  '\n',
  '{{',
  '}}',
  'é',
  '。',
  '[',
  ']',
  '%',
  '*',
  '+',
);
const noise = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''));
const host = fc.constantFrom(
  'api.example.com',
  'API.example.com',
  'evil.test',
  'api.example.com.evil.test',
  '127.0.0.1',
  '2130706433',
  '[::1]',
  'b.api.example.com',
);
const url = fc.oneof(
  fc.tuple(fc.constantFrom('https://', 'http://', 'https:/', '//'), host, noise).map((parts) => parts.join('')),
  fc.tuple(fc.constant('https://'), noise, host, noise).map((parts) => parts.join('')),
  {
    arbitrary: fc
      .tuple(word, word, fc.constantFrom('', '?a=1&a=2', '#x', '/%61/.../', '/./b/../c'))
      .map(([a, b, c]) => `HTTPS://api.example.com:443/${a}/${b}${c}`),
    weight: 4,
  },
);
const request: fc.Arbitrary<RawRequest> = fc.record(
  {
    method: fc.constantFrom('POST', 'post', 'PATCH', 'GET', 'TRACE'),
    url,
    headers: fc.dictionary(fc.constantFrom('accept', 'Accept', 'prefer', 'x-a'), fc.stringMatching(/^[ -~]{0,5}$/)),
    query: fc.dictionary(word, fc.oneof(fc.string(), fc.boolean(), fc.integer()), { maxKeys: 2 }),
    body: fc.oneof(
      fc.record({ json: fc.json({ maxDepth: 2 }).map((text): Json => JSON.parse(text)) }),
      fc.record({ text: fc.string() }),
      fc.record({ form: fc.dictionary(word, fc.string()) }),
    ),
  },
  { requiredKeys: ['method', 'url'] },
);

describe('a canonical request', () => {
  it('is canonical: asked for again as it stands, it is the same request', () => {
    let seen = 0;
    fc.assert(
      fc.property(request, (raw) => {
        const first = canonicalise(raw);
        if (first.kind === 'refused') return;
        seen += 1;
        const {
          method,
          url: { href },
          headers,
          digest,
        } = first.request;
        const type = first.request.body && { 'content-type': first.request.body.contentType };
        const body = raw.body && { body: raw.body };
        const again = canonicalise({
          method,
          url: href,
          headers: { ...Object.fromEntries(headers), ...type },
          ...body,
        });
        expect(again).toMatchObject({ kind: 'request', request: { digest, url: { href } } });
      }),
      { numRuns: byDepth({ few: 300, everything: 3_000 }) },
    );
    expect(seen).toBeGreaterThan(byDepth({ few: 30, everything: 300 }));
  });

  it('names a host that stands in the raw URL, right behind the scheme, and nothing that hides one', () => {
    fc.assert(
      fc.property(request, (raw) => {
        const result = canonicalise(raw);
        if (result.kind === 'refused') return;
        const { protocol, hostname, host, href } = result.request.url;
        expect(raw.url.toLowerCase().startsWith(`${protocol}//${hostname}`)).toBe(true);
        // An @ further on is part of a path or a query, and hides nothing.
        expect(href.startsWith(`${protocol}//${host}/`)).toBe(true);
        expect(href).not.toMatch(/[\\#\s]/);
      }),
      { numRuns: byDepth({ few: 300, everything: 3_000 }) },
    );
  });

  it('never throws, whatever text comes in', () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    fc.assert(
      fc.property(text, text, text, text, (method, path, name, value) => {
        canonicalise({
          method,
          url: path,
          headers: { [name]: value },
          query: { [name]: value },
          body: { text: value },
        });
        canonicalise({
          method: 'POST',
          url: `https://api.example.com/${path}`,
          headers: { [name]: value },
          body: { form: { [name]: value } },
        });
      }),
      { numRuns: byDepth({ few: 300, everything: 3_000 }) },
    );
  });
});

const globSegment = fc.constantFrom('a', 'v1', 'x', '*', '**');
const path = fc.array(globSegment, { minLength: 1, maxLength: 4 }).map((segments) => `/${segments.join('/')}`);
const rule = fc.record({
  effect: fc.constantFrom('allow' as const, 'allow' as const, 'allow' as const, 'deny' as const),
  methods: fc.subarray([...METHODS], { minLength: 1 }),
  path,
});
const rules = fc
  .array(rule, { minLength: 1, maxLength: 6 })
  .filter((list) => list.some(({ effect }) => effect === 'allow'));
const plainRequest: fc.Arbitrary<RawRequest> = fc.record({
  method: fc.constantFrom(...METHODS),
  url: fc
    .array(fc.constantFrom('a', 'v1', 'x', 'y'), { maxLength: 5 })
    .map((segments) => `https://api.example.com/${segments.join('/')}`),
});

describe('a decision', () => {
  it('allows a request only to an origin of the binding', () => {
    const origins = ['https://api.example.com', 'http://127.0.0.1'];
    const binding = bindingWith({ origins, redirects: { max: 3 } });
    let allowed = 0;
    fc.assert(
      fc.property(request, url, (raw, next) => {
        const result = canonicalise(raw);
        if (result.kind === 'refused') return;
        const decision = decide(result.request, binding, CALM);
        if (decision.kind !== 'allow') return;
        allowed += 1;
        expect(origins).toContain(result.request.url.origin);
        if (!URL.canParse(next)) return;
        const hop = judgeRedirect({ request: result.request, binding, decision, url: new URL(next) });
        if (hop) expect(new URL(next).origin).toBe(result.request.url.origin);
      }),
      { numRuns: byDepth({ few: 300, everything: 3_000 }) },
    );
    expect(allowed).toBeGreaterThan(byDepth({ few: 5, everything: 50 }));
  });

  it('is the same in whatever order rules with different paths are written', () => {
    const distinct = fc.uniqueArray(rule, {
      selector: ({ path: own }) => own.replace(/[a-z0-9]+/g, 'x'),
      minLength: 1,
      maxLength: 6,
    });
    const usable = distinct.filter((list) => list.some(({ effect }) => effect === 'allow'));
    fc.assert(
      fc.property(
        usable.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
        plainRequest,
        ([list, shuffled], raw) => {
          const decided = (written: typeof list): string | undefined => {
            const binding = bindingWith({ rules: written });
            const decision = decide(canonical(raw), binding, CALM);
            return decision.kind === 'deny' ? decision.code : binding.rules[decision.rule]?.path;
          };
          expect(decided(shuffled)).toEqual(decided(list));
        },
      ),
      { numRuns: byDepth({ few: 100, everything: 1_000 }) },
    );
  });

  it('never turns into more when a denying rule is added', () => {
    fc.assert(
      fc.property(rules, rule, plainRequest, (list, extra, raw) => {
        const before = verdict(raw, bindingWith({ rules: list }));
        const after = verdict(raw, bindingWith({ rules: [...list, { ...extra, effect: 'deny' }] }));
        if (after === 'allow') expect(before).toBe('allow');
      }),
      { numRuns: byDepth({ few: 100, everything: 1_000 }) },
    );
  });

  it('allows only what some rule covers by the plainest reading of patterns', () => {
    fc.assert(
      fc.property(rules, plainRequest, (list, raw) => {
        const segments = new URL(raw.url).pathname.slice(1).split('/');
        const covers = ({ methods, path: own }: (typeof list)[number]): boolean =>
          methods.some((method) => method === raw.method) && plainMatch(own.slice(1).split('/'), segments);
        const isDenied = list.some((each) => each.effect === 'deny' && covers(each));
        const isAllowed = list.some((each) => each.effect === 'allow' && covers(each)) && !isDenied;
        expect(verdict(raw, bindingWith({ rules: list })) === 'allow').toBe(isAllowed);
      }),
      { numRuns: byDepth({ few: 200, everything: 2_000 }) },
    );
  });
});

// The definition of a pattern, without any care for its cost.
function plainMatch(pattern: readonly string[], segments: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return segments.length === 0;
  if (head === '**') return segments.some((_, i) => plainMatch(rest, segments.slice(i))) || plainMatch(rest, []);
  const [segment, ...others] = segments;
  if (segment === undefined) return false;
  return (head === '*' ? segment !== '' : head === segment) && plainMatch(rest, others);
}
