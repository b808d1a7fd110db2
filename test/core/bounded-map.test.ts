import { describe, expect, it } from 'vitest';
import { BoundedMap } from '../../src/core/index.ts';

function filled(...keys: readonly string[]): BoundedMap<string, string> {
  const map = new BoundedMap<string, string>(3);
  for (const key of keys) map.set(key, `value of ${key}`);
  return map;
}

function held(map: BoundedMap<string, string>): readonly string[] {
  return ['a', 'b', 'c', 'd', 'e'].filter((key) => map.has(key));
}

describe('a bounded map', () => {
  it('holds as many entries as it may, and gives up the oldest for one more', () => {
    expect(held(filled('a', 'b', 'c'))).toEqual(['a', 'b', 'c']);
    const map = filled('a', 'b', 'c', 'd', 'e');
    expect([held(map), map.size]).toEqual([['c', 'd', 'e'], 3]);
    expect([map.get('b'), map.get('c')]).toEqual([undefined, 'value of c']);
  });

  it('gives up what was unused for longest: reading and writing are uses', () => {
    const map = filled('a', 'b', 'c');
    map.get('a');
    map.set('b', 'another');
    map.set('d', 'new');
    expect([held(map), map.get('b')]).toEqual([['a', 'b', 'd'], 'another']);
  });

  it('does not take a look at whether a key is there for a use, nor a read of one that is not', () => {
    const map = filled('a', 'b', 'c');
    map.has('a');
    map.get('e');
    map.set('d', 'new');
    expect(held(map)).toEqual(['b', 'c', 'd']);
  });

  it('gives up nothing when a full map gets another value for a key it holds', () => {
    const map = filled('a', 'b', 'c');
    map.set('a', 'another');
    expect([held(map), map.size]).toEqual([['a', 'b', 'c'], 3]);
  });

  it('tells an entry that is undefined from none, and counts it', () => {
    const map = new BoundedMap<string, undefined>(1);
    map.set('a', undefined);
    map.get('a');
    expect([map.has('a'), map.size]).toEqual([true, 1]);
    map.set('b', undefined);
    expect([map.has('a'), map.has('b'), map.size]).toEqual([false, true, 1]);
  });

  it('is empty after it was cleared, and may be filled again', () => {
    const map = filled('a', 'b', 'c');
    map.clear();
    expect([held(map), map.size]).toEqual([[], 0]);
    map.set('d', 'new');
    expect(held(map)).toEqual(['d']);
  });

  it.each([0, -1, 1.5, Number.NaN, Infinity])('cannot be made for %d entries', (maxEntries) => {
    expect(() => new BoundedMap(maxEntries)).toThrow(RangeError);
  });
});
