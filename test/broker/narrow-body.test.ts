import { describe, expect, it } from 'vitest';
import { narrowBody, notAPointer } from '../../src/broker/narrow-body.ts';

const policy = { mode: 'scrubbed' } as const;
const rows = Array.from({ length: 50 }, (_, id) => ({
  id,
  name: `row ${String(id)}`,
  user: { login: `u${String(id)}` },
}));
const body = { total: 50, items: rows };

describe('the shown part of a body', () => {
  it('is what pointers name, with a star for every element, and says what is not there', () => {
    const { value, notFound } = narrowBody({
      body,
      policy,
      input: { select: ['/total', '/items/*/id', '/items/1/user/login', '/nope', '/items/*/nope'] },
    });
    expect(value).toEqual({ '/total': 50, '/items/*/id': rows.map(({ id }) => id), '/items/1/user/login': 'u1' });
    expect(notFound).toEqual(['/nope', '/items/*/nope']);
  });

  it('is these fields of each element', () => {
    expect(narrowBody({ body: rows, policy, input: { fields: ['id', '/user/login', 'nope'] } })).toMatchObject({
      value: rows.map(({ id, user }) => ({ id, '/user/login': user.login })),
      notFound: ['nope'],
    });
    expect(narrowBody({ body, policy, input: { select: ['/items'], fields: ['id'] } }).value).toEqual({
      '/items': rows.map(({ id }) => ({ id })),
    });
  });

  it('of a binding that projects is never more than that', () => {
    const projection = { mode: 'projection', pointers: ['/total'], headers: [] } as const;
    for (const input of [{}, { fields: ['items'] }, { select: ['/items'] }, { grep: 'row' }, { tail: 1_000 }])
      expect(JSON.stringify(narrowBody({ body, policy: projection, input }).value)).not.toContain('row');
  });

  it('is cut between elements, and stays JSON', () => {
    const { value, truncated, bodyChars } = narrowBody({ body, policy, input: { max_chars: 500 } });
    expect(JSON.stringify(value).length).toBeLessThanOrEqual(500);
    const { items } = value as unknown as typeof body;
    expect(items.length).toBeGreaterThan(4);
    expect(value).toEqual({ total: 50, items: rows.slice(0, items.length) });
    expect([truncated, bodyChars]).toEqual([true, JSON.stringify(body).length]);
  });

  it('is at most 80,000 characters unless more is asked for', () => {
    const text = 'x'.repeat(100_000);
    expect(narrowBody({ body: text, policy, input: {} })).toMatchObject({
      value: 'x'.repeat(80_000),
      truncated: true,
      nextOffset: 80_000,
      bodyChars: 100_000,
    });
    expect(narrowBody({ body: text, policy, input: { max_chars: 100_000 } }).truncated).toBe(false);
  });

  it('begins at an offset or is the end, and cuts no character in two', () => {
    const text = `ab😀cd`;
    const shown = (input: object) => narrowBody({ body: text, policy, input }).value;
    expect([shown({ offset: 1, max_chars: 2 }), shown({ offset: 3 }), shown({ tail: 2 })]).toEqual(['b', 'cd', 'cd']);
    expect(shown({ offset: 99 })).toBe('');
  });

  it('is the lines that hold a text, numbered, with lines around', () => {
    const log = Array.from({ length: 100 }, (_, line) =>
      line % 40 === 9 ? `ERROR (${String(line)})` : `ok ${String(line)}`,
    );
    expect(narrowBody({ body: log.join('\n'), policy, input: { grep: 'error (', context: 1 } })).toMatchObject({
      value:
        '9: ok 8\n10: ERROR (9)\n11: ok 10\n--\n49: ok 48\n50: ERROR (49)\n51: ok 50\n--\n89: ok 88\n90: ERROR (89)\n91: ok 90'.replaceAll(
          '\n',
          '\n',
        ),
      matches: 3,
      truncated: false,
    });
  });

  it('knows what is no pointer', () => {
    expect(notAPointer({ select: ['/a', 'data.items'] })).toBe('data.items');
    expect(notAPointer({ select: ['/a/*/b', ''] })).toBeUndefined();
  });
});
