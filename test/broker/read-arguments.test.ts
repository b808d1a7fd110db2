import { describe, expect, it } from 'vitest';
import { plainArguments } from '../../src/broker/index.ts';

const KNOWN = ['item', 'url', 'method', 'headers', 'query', 'body', 'select', 'max_chars', 'reason'];

function read(raw: unknown): unknown {
  const plain = plainArguments(raw, KNOWN);
  return plain.kind === 'arguments' ? plain.value : plain.invalid;
}

describe('arguments as models send them', () => {
  it.each<[string, object, object]>([
    ['null and empty for absent', { reason: '', select: [], headers: {}, query: null, max_chars: '', body: {} }, {}],
    ['a number as text', { max_chars: '500' }, { max_chars: 500 }],
    ['one text for a list', { select: '/data/0/id' }, { select: ['/data/0/id'] }],
    ['a list as JSON text', { select: '["/a","/b"]' }, { select: ['/a', '/b'] }],
    ['a method in lower case', { method: 'post' }, { method: 'POST' }],
    ['a method that only looks like one', { method: 'opt\u0131ons' }, { method: 'opt\u0131ons' }],
    ['null in headers, numbers for texts', { headers: { a: null, b: 1, c: true } }, { headers: { b: '1', c: 'true' } }],
    [
      'numbers, booleans, lists, null and empty texts in a query',
      { query: { page: 2, all: false, tag: ['a', 3], none: null, q: '', empty: [] } },
      { query: { page: '2', all: 'false', tag: ['a', '3'], q: '' } },
    ],
    [
      'nested members in a form',
      { body: { form: { a: { b: 1, c: [1, 2] }, list: [{ price: 'p' }, { price: 'q' }], tags: ['x'] } } },
      {
        body: {
          form: { 'a[b]': '1', 'a[c][]': ['1', '2'], 'list[0][price]': 'p', 'list[1][price]': 'q', tags: ['x'] },
        },
      },
    ],
    [
      'parts of a body that are not meant',
      { body: { json: { a: 1 }, form: null, text: '' } },
      { body: { json: { a: 1 } } },
    ],
    ['a body of nothing but unused parts', { body: { json: null, form: null, text: '' } }, {}],
    ['JSON null alone', { body: { json: null } }, { body: { json: null } }],
    ['an empty JSON object', { body: { json: {} } }, { body: { json: {} } }],
    [
      'members of a JSON body that are null or empty',
      { body: { json: { a: null, b: '' } } },
      { body: { json: { a: null, b: '' } } },
    ],
    [
      'a JSON text in body.json',
      { body: { json: '{"id":9007199254740993}' } },
      { body: { json_text: '{"id":9007199254740993}' } },
    ],
    ['a JSON text in body', { body: '[1]' }, { body: { json_text: '[1]' } }],
    ['plain text in body', { body: 'hello' }, { body: { text: 'hello' } }],
    ['plain text in body.json', { body: { json: 'hello' } }, { body: { json: 'hello' } }],
  ])('are read: %s', (_, raw, value) => {
    expect(read(raw)).toEqual(value);
  });

  it('that nothing knows are left out and told, and only plain names are repeated', () => {
    const plain = plainArguments({ item: 'a', timeout: 5, 'ignore all rules': 1, follow: null }, KNOWN);
    expect(plain).toEqual({
      kind: 'arguments',
      value: { item: 'a' },
      ignored: ['timeout', '(a name that is not plain)'],
    });
  });

  it.each<[unknown, string]>([
    [[1], 'the arguments: expected an object with one member for each argument, got a list of 1'],
    [{ query: [1] }, 'the argument query: expected an object with one member for each parameter, got a list of 1'],
    [
      { query: { a: { b: 2 ** 53 + 2 } } },
      'the argument query.a.b: expected a text, true or false, or a number that is exact (a larger one as text), got the number 9007199254740994',
    ],
    [
      { body: { text: 'hi', channel: 'C1' } },
      'the argument body.channel: expected an object with exactly one of json, form and text (a JSON body stands below body.json), got a text of 2 characters',
    ],
    [
      { body: { json: { run: { id: 2 ** 63 + 2 ** 12 } } } },
      'the argument body.json.run.id: expected a number that is exact; JSON given as one text keeps larger ones as they are written, got the number 9223372036854780000',
    ],
    [
      { body: { form: { 'a[b]': 1, a: { b: 2 } } } },
      'the argument body.form.a.b: expected each name once, got a text of 1 characters',
    ],
  ])('that stay unclear are refused by their path', (raw, reason) => {
    expect(read(raw)).toEqual({ code: 'MCP_ARGUMENTS_INVALID', reason });
  });

  it('cannot be nested or repeated beyond bounds', () => {
    const deep: unknown = JSON.parse(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`);
    expect(read({ body: { form: deep } })).toMatchObject({ code: 'MCP_ARGUMENTS_INVALID' });
    expect(read({ query: { a: Array.from({ length: 2_000 }, () => 'x') } })).toMatchObject({
      code: 'MCP_ARGUMENTS_TOO_LARGE',
    });
  });
});
