import { describe, expect, it } from 'vitest';
import { exactJsonText, parseExactJson } from '../../src/core/index.ts';
import { canonicalise, decide, parseBinding } from '../../src/policy/index.ts';

describe('a number that a double would change', () => {
  it('is read as the text of it, and every other as the number it is', () => {
    const text =
      '{"id":12345678901234567890,"big":-9007199254740993,"price":1.10,"e":1e400,"n":1e3,"z":0,"s":"9007199254740993","lat":52.520006599999998}';
    expect(parseExactJson(text)).toEqual({
      id: '12345678901234567890',
      big: '-9007199254740993',
      price: 1.1,
      e: '1e400',
      n: 1_000,
      z: 0,
      s: '9007199254740993',
      lat: Number('52.520006599999998'),
    });
    expect(parseExactJson('{"a":1')).toBeUndefined();
  });

  it('is written as it was, with each name once and marks of others left alone', () => {
    expect(exactJsonText('{ "a": 1, "a": 9007199254740993, "b": "\uE0009" }')).toBe(
      '{"a":9007199254740993,"b":"\uE0009"}',
    );
    expect(exactJsonText('[1e400, "x\\"9007199254740993"]')).toBe('[1e400,"x\\"9007199254740993"]');
  });

  it('meets no condition that holds for its neighbour', () => {
    const binding = parseBinding({
      origins: ['https://api.example.com'],
      auth: { scheme: 'bearer' },
      rules: [
        {
          methods: 'POST',
          path: '/x',
          body: { json: [{ pointer: '/id', oneOf: [9_007_199_254_740_992, '9007199254740993'] }] },
        },
      ],
    });
    const kindOf = (jsonText: string): string => {
      const judged = canonicalise({ method: 'POST', url: 'https://api.example.com/x', body: { json_text: jsonText } });
      if (judged.kind === 'refused') return judged.code;
      return decide(judged.request, binding, { now: 0, recentCalls: () => 0, secretBytes: 32 }).kind;
    };
    expect(kindOf('{"id":"9007199254740993"}')).toBe('allow');
    expect(kindOf('{"id":9007199254740993}')).toBe('deny');
    expect(kindOf('{"id":"9007199254740993","id":1}')).toBe('deny');
  });
});
