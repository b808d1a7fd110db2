import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../src/run/template.ts';

function pieces(text: string, variables: Record<string, string> = {}): readonly string[] {
  return parseTemplate(text, (name) => variables[name]).map((part) =>
    part.kind === 'text' ? part.text : `<${part.text}>`,
  );
}

describe('a template', () => {
  it.each([
    ['key: op://v/i/f, next', ['key: ', '<op://v/i/f>', ', next']],
    ['{{op://my vault/i/f}}', ['<op://my vault/i/f>']],
    ['{{ op://v/i/f?attribute=otp }}!', ['<op://v/i/f?attribute=otp>', '!']],
    ['"op://v/i/f"', ['"', '<op://v/i/f>', '"']],
    ['xop://v/i/f', ['xop://v/i/f']],
    ['\\op://v/i/f', ['\\op://v/i/f']],
    ['{{ "{{ op://v/i/f }}" }}', ['{{ op://v/i/f }}']],
    ['{{ other }} {{', ['{{ other }} {{']],
    ['', []],
  ])('%j', (text, expected) => {
    expect(pieces(text)).toEqual(expected);
  });

  it('replaces variables within references and nowhere else', () => {
    expect(pieces('$host op://$ENV/i/f {{ op://${ENV}/${ITEM:-the item}/f }}', { ENV: 'dev', host: 'no' })).toEqual([
      '$host ',
      '<op://dev/i/f>',
      ' ',
      '<op://dev/the item/f>',
    ]);
  });
});
