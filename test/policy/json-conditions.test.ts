import { describe, expect, it } from 'vitest';

import type { Json } from '../../src/core/index.ts';
import { isGraphqlQuery } from '../../src/policy/graphql-document.ts';
import { isJsonPointer, resolvePointer } from '../../src/policy/index.ts';
import { hasLookalike } from '../../src/policy/json-pointer.ts';

describe('a JSON pointer', () => {
  // RFC 6901 section 5.
  const document: Json = JSON.parse(
    '{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\\\j":5,"k\\"l":6," ":7,"m~n":8,"__proto__":9}',
  );

  it.each([
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/e^f', 3],
    ['/g|h', 4],
    ['/i\\j', 5],
    ['/k"l', 6],
    ['/ ', 7],
    ['/m~0n', 8],
    ['/__proto__', 9],
    ['', document],
  ])('%j names what it should', (pointer, value) => {
    expect(isJsonPointer(pointer)).toBe(true);
    expect(resolvePointer(document, pointer)).toEqual(value);
  });

  it.each([
    '/nothing',
    '/foo/2',
    '/foo/-',
    '/foo/00',
    '/foo/length',
    '/foo/0/x',
    '/toString',
    '/constructor',
    '/a~01b',
  ])('%s names nothing', (pointer) => {
    expect(resolvePointer(document, pointer)).toBeUndefined();
  });

  it.each(['foo', '/~', '/~2', '#/foo'])('%s is none', (pointer) => {
    expect(isJsonPointer(pointer)).toBe(false);
  });
});

describe('a member that only looks like the judged one', () => {
  it.each([
    'method\0',
    'method\0x',
    '\0method',
    'me\0thod',
    'me\u200bthod',
    'method\u200c',
    'method\u200d',
    '\u2060method',
    'me\u00adthod',
    '\ufeffmethod',
    'method\ufe0f',
    '\u202emethod',
    'Me\u00adThod',
    'method\u007f',
    'method\u{e0041}',
  ])('is seen beside it, before and after: %j', (name) => {
    expect(hasLookalike({ method: 'read', [name]: 'write' }, '/method')).toBe(true);
    expect(hasLookalike({ [name]: 'write', method: 'read' }, '/method')).toBe(true);
    expect(hasLookalike({ [name]: 'write' }, '/method')).toBe(true);
    expect(hasLookalike({ data: [{ [name]: 'write', method: 'read' }] }, '/data/0/method')).toBe(true);
  });

  it.each([
    ['an emoji of several parts', '👩\u200d💻'],
    ['an emoji with its style', '❤\ufe0f'],
    ['a Persian word with a joiner', 'می\u200cخواهم'],
  ])('is not seen where %s is a name of its own', (_what, name) => {
    expect(hasLookalike({ method: 'read', [name]: 1 }, '/method')).toBe(false);
    expect(hasLookalike({ method: 'read', [name]: 1 }, `/${name}`)).toBe(false);
    expect(resolvePointer({ method: 'read', [name]: 1 }, `/${name}`)).toBe(1);
  });
});

describe('a GraphQL document only reads', () => {
  it.each([
    '{ a }',
    'query { a }',
    'query Q($a: Int = 1, $b: [In!] = [{c: {d: 2}}]) @live(if: true) { a(b: {c: [1]}) { ...F } } fragment F on T { mutation }',
    '# mutation\nquery { a }',
    'query { a(b: "} mutation {") }',
    'query { a(b: """ } mutation { \\""" """) }',
    '\uFEFF{a}',
    'query mutation { a }',
    '{ a }{ b }',
    'query A { a } query B { b }',
    '{ mutation: a, b: mutation }',
    '{ ... on Mutation { a } ...F } fragment F on Mutation { delete: a }',
    'query { a @include(if: false) @skip(if: true) }',
    'query { a(b: "mutation { c }", d: $e) # } mutation { f }\n}',
    'query { a(b: """\n} mutation { b }\n""") }',
    'query ($mutation: ID!) { a(id: $mutation) }',
    'query { a(b: """\\""") } mutation { c } #""") }',
    'query { a(b: "\\") } mutation { c } # ") }',
  ])('%s', (document) => {
    expect(isGraphqlQuery(document)).toBe(true);
  });

  it.each([
    'mutation { a }',
    'subscription { a }',
    'query { a } mutation { b }',
    '{ a } mutation M { b }',
    'fragment F on T { a } mutation { b }',
    'mutation\n{ a }',
    ',,mutation{a}',
    '#\rmutation { a }',
    '"""x""" mutation { a }',
    'query Q { a( } ) mutation { b }',
    'query Q(} mutation { b }',
    'query { a',
    'query { a }}',
    'query',
    '',
    '# only',
    'extend type T { a: Int }',
    'query { a(b: "x) }',
    '"""',
    'query { a(b: """ ) } mutation { b }',
    'MUTATION { a }',
    'Query { a }',
    '{ a } "x',
    '{a}'.padEnd(100_001),
    '"\\"{a}',
    'query A { a } mutation B { b } query C { c }',
    'mutation M @live { a }',
    '{ a } fragment F on T { a } subscription { b }',
    'query { a } #\u2028\nmutation { b }',
    'query { a }\r#\rmutation { b }',
    'query { a(b: """) } mutation { c }',
    '{ a } schema { mutation: M }',
    '{ a } type Query { a: Int }',
    'fragment on on T { a }',
    'query { }',
    'query { a() }',
    'query A($a) { a }',
    '{ a } & { b }',
    '{ a }\u0000mutation { b }',
    '{ ...on }',
    '{a'.repeat(4_000) + '}'.repeat(4_000),
    '{a'.repeat(40_000),
  ])('not: %j', (document) => {
    expect(isGraphqlQuery(document)).toBe(false);
  });
});
