import { describe, expect, it } from 'vitest';

import { compareSpecificity, compilePathGlob, matchesPathGlob } from '../../src/policy/path-glob.ts';

const cut = (path: string): readonly string[] => path.slice(1).split('/');
const matches = (pattern: string, path: string): boolean => matchesPathGlob(compilePathGlob(pattern), cut(path));

describe('a path pattern', () => {
  it.each([
    ['/', '/'],
    ['/a', '/a'],
    ['/a/', '/a/'],
    ['/*', '/a'],
    ['/a/*/c', '/a/b/c'],
    ['/**', '/'],
    ['/**', '/a/b/c/'],
    ['/a/**', '/a'],
    ['/a/**', '/a/'],
    ['/a/**', '/a/b/c'],
    ['/a/**/z', '/a/z'],
    ['/a/**/z', '/a/b/z/z'],
    ['/**/x/**/y', '/x/x/y/y'],
    ['/**/*', '/a'],
    ['/a/**/*', '/a/b'],
    ['/caf%C3%A9', '/café'],
    ['/**/**', '/a'],
    ['/*/**/b/*', '/a/b/b/c'],
  ])('%s matches %s', (pattern, path) => {
    expect(matches(pattern, path)).toBe(true);
  });

  it.each([
    ['/', '/a'],
    ['/a', '/'],
    ['/a', '/a/'],
    ['/a/', '/a'],
    ['/a', '/ab'],
    ['/a', '/A'],
    ['/*', '/'],
    ['/*', '/a/b'],
    ['/a/*', '/a/'],
    ['/a/**', '/ab'],
    ['/a/**', '/b/a'],
    ['/a/**/z', '/a/b'],
    ['/**/x/**/y', '/y/x'],
    ['/a/**/*', '/a'],
    ['/%2A', '/a'],
    ['/a/**/b/**/c', '/a/c/b'],
  ])('%s does not match %s', (pattern, path) => {
    expect(matches(pattern, path)).toBe(false);
  });

  it.each([
    ['/a/b', '/a/*'],
    ['/a/*', '/a/**'],
    ['/a/b/**', '/a/**'],
    ['/a', '/a/**'],
    ['/a/*/c', '/a/**/c'],
    ['/a/**', '/**'],
    ['/a/**/c', '/**'],
  ])('%s is more specific than %s', (first, second) => {
    expect(Math.sign(compareSpecificity(compilePathGlob(first), compilePathGlob(second)))).toBe(-1);
    expect(Math.sign(compareSpecificity(compilePathGlob(second), compilePathGlob(first)))).toBe(1);
  });

  it('looks at each segment a bounded number of times, whatever the pattern', () => {
    // A proxy counts reads of the path: with s segments, g pattern segments, at most s * (g + 1) of them.
    const glob = compilePathGlob(`/${'**/a/'.repeat(20)}b`);
    let reads = 0;
    const segments = new Proxy(
      Array.from({ length: 2_000 }, () => 'a'),
      {
        get(target, key, receiver): unknown {
          if (typeof key === 'string' && /^[0-9]+$/.test(key)) reads += 1;
          return Reflect.get(target, key, receiver);
        },
      },
    );
    expect(matchesPathGlob(glob, segments)).toBe(false);
    expect(reads).toBeLessThan(2_000 * (glob.length + 1));
  });
});
