import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeJson, escapeText } from '../../src/cli/terminal/escape-text.ts';
import { table } from '../../src/cli/terminal/table.ts';

const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

describe('text on its way to a terminal', () => {
  it.each([
    ['a terminal escape', 'a\u001b[2Jb', 'a\\u{1b}[2Jb'],
    ['a line break', 'a\nb', 'a\\u{a}b'],
    ['a C1 control', 'a\u009bb', 'a\\u{9b}b'],
    ['a change of writing direction', 'a\u202eb', 'a\\u{202e}b'],
    ['an invisible space', 'a\u200bb', 'a\\u{200b}b'],
    ['a tag character', 'a\u{e0041}b', 'a\\u{e0041}b'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ])('shows %s instead of obeying it', (_name, text, shown) => {
    expect(escapeText(text)).toBe(shown);
  });

  it('leaves names in any script as they are', () => {
    for (const name of ['Zoë', '日本', 'ключ', '🔑']) expect(escapeText(name)).toBe(name);
  });

  it('never lets anything unsafe through', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !UNSAFE.test(escapeText(text))));
  });
});

describe('JSON on its way to a terminal', () => {
  it('is still the same JSON, and safe to look at', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = escapeJson(JSON.stringify(value));
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(UNSAFE);
      }),
    );
    expect(JSON.parse(escapeJson(JSON.stringify('a\u202e\u{e0041}')))).toBe('a\u202e\u{e0041}');
  });
});

describe('a table', () => {
  it('keeps its columns under their headings, also for characters outside the basic plane', () => {
    expect(
      table(
        ['a', 'b'],
        [
          ['🔑🔑', 'x'],
          ['yyy', 'z'],
        ],
        'none',
      ),
    ).toEqual(['A    B', '🔑🔑   x', 'yyy  z']);
  });

  it('without rows is one sentence', () => {
    expect(table(['a'], [], 'none yet')).toEqual(['none yet']);
  });
});
