import { describe, expect, it } from 'vitest';
import { findTokens } from '../../src/broker/token-shapes.ts';

// Synthetic, put together here so that no scanner takes this file for a leak.
const body36 = 'R5tN0bVx3KwPz7LdHq1YfGcM8sAjUeT2oI4u';
const GITHUB = ['ghp', body36].join('_');
const KEY = ['sk', body36].join('-');
const FENCE = 'PRIVATE KEY-----';

describe('credentials in many texts', () => {
  it('are found in each of them, whatever stands before and behind', () => {
    const found = findTokens(['id', `${GITHUB}`, 'x', `a ${KEY}`, `${GITHUB.slice(0, -1)}v`, '']);
    expect(found.map(({ text }) => text)).toEqual([GITHUB, KEY, `${GITHUB.slice(0, -1)}v`]);
  });

  it('are never put together from two', () => {
    const halves = [`-----BEGIN ${FENCE}${body36}`, `${body36}-----END ${FENCE}`];
    expect(findTokens(halves)).toEqual([]);
    expect(findTokens([GITHUB.slice(0, 10), GITHUB.slice(10)])).toEqual([]);
    expect(findTokens([halves.join('')]).map(({ kind }) => kind)).toEqual(['private-key']);
  });
});
