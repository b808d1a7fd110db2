import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, parseReference } from '../../src/secrets/index.ts';
import { byDepth } from '../support/depth.ts';

describe('a reference', () => {
  it.each([
    ['op://v/i/f', { vault: 'v', item: 'i', field: 'f' }],
    ['op://my vault/My Item/the section/a.b_c-d', { vault: 'my vault', item: 'My Item', section: 'the section' }],
    ['op://v/i/f?attribute=otp', { attribute: 'otp' }],
    ['op://v/i/f?attribute=totp', { attribute: 'otp' }],
    ['op://v/i/f?attr=type', { attribute: 'type' }],
    ['op://v/i/f?ssh-format=openssh', { sshFormat: 'openssh' }],
    ['op://../../..', { vault: '..', item: '..', field: '..' }],
  ])('%s is read as its parts', (text, parts) => {
    expect(parseReference(text)).toMatchObject({ kind: 'reference', reference: { text, ...parts } });
  });

  it.each([
    ['OP://v/i/f', 'begins with op://'],
    [' op://v/i/f', 'begins with op://'],
    ['op://v/i', 'op://vault/item'],
    ['op://v/i/s/f/x', 'op://vault/item'],
    ['op:///i/f', 'empty'],
    ['op://v/ /f', 'empty'],
    ['op://v/i/f%20', 'id instead'],
    ['op://v/$ITEM/f', 'id instead'],
    ['op://v/i/é', 'id instead'],
    ['op://v/i/f?', 'written'],
    ['op://v/i/f?attribute=otp&attr=type', 'written'],
    ['op://v/i/f?a=1?b=2', 'at most one'],
    ['op://v/i/f?Attribute=otp', 'knows'],
    ['op://v/i/f?attribute=OTP', 'one of'],
    ['op://v/i/f?ssh-format=pem', 'openssh'],
    [`op://v/i/${'f'.repeat(3_000)}`, '2048'],
  ])('%s is refused with its reason', (text, reason) => {
    expect(parseReference(text)).toEqual({ kind: 'invalid', reason: expect.stringContaining(reason) });
  });

  it('is made of names where they fit, of ids where not, and reads back as the same reference', () => {
    const vault = { id: 'a'.repeat(26), name: 'ai/agents' };
    const item = { id: 'b'.repeat(26), title: 'Größe' };
    expect(formatReference({ vault, item, field: { id: 'f1', label: 'one time', section: 'extra' } })).toBe(
      `op://${vault.id}/${item.id}/extra/one time`,
    );
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (name, label) => {
        const text = formatReference({ vault: { ...vault, name }, item, field: { id: 'f1', label } });
        const parsed = parseReference(text);
        if (parsed.kind === 'invalid') throw new Error(parsed.reason);
        expect([name, vault.id]).toContain(parsed.reference.vault);
        expect([label, 'f1']).toContain(parsed.reference.field);
      }),
    );
  });
});

/** Where we differ from the SDK on purpose: a text it reads and we refuse, or the other way round. */
const DIFFERENCES: readonly (readonly [why: string, isThis: (text: string) => boolean])[] = [
  ['we refuse an empty or blank part', (text) => /\/\s*(\/|\?|$)/.test(text.slice('op://'.length - 1))],
  ['we refuse more than 2048 characters', (text) => text.length > 2_048],
  ['we read `attr`, as the op command line does', (text) => text.includes('?attr=')],
  [
    'we read the attributes of the op command line',
    (text) => /\?attribute=(value|type|id|purpose|title|content|size|name)$/.test(text),
  ],
];

const sdk = await loadValidator();

describe(`the parser beside the validator of the 1Password SDK${sdk === undefined ? ' (skipped: it does not load)' : ''}`, () => {
  it.skipIf(sdk === undefined)('agrees on generated references but for the differences that are listed', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(references(), (text) => {
        const ours = parseReference(text).kind === 'reference';
        const theirs = sdk?.(text) === true;
        if (ours === theirs) return;
        const difference = DIFFERENCES.find(([why, isThis]) => why.startsWith('we read') === ours && isThis(text));
        expect(difference, `only ${ours ? 'we read' : 'they read'} ${JSON.stringify(text)}`).toBeDefined();
        seen.add(difference?.[0] ?? '');
      }),
      { numRuns: byDepth({ few: 400, everything: 4_000 }) },
    );
    // The list holds no difference that is none.
    for (const [why, text] of EXAMPLES) {
      expect([why, parseReference(text).kind === 'reference' ? 'we' : 'they', sdk?.(text)]).toEqual([
        why,
        why.startsWith('we read') ? 'we' : 'they',
        !why.startsWith('we read'),
      ]);
    }
    expect(DIFFERENCES.map(([why]) => why)).toEqual([...new Set(EXAMPLES.map(([why]) => why))]);
  });
});

const EXAMPLES: readonly (readonly [why: string, text: string])[] = [
  ['we refuse an empty or blank part', 'op://v//f'],
  ['we refuse more than 2048 characters', `op://v/i/${'f'.repeat(2_100)}`],
  ['we read `attr`, as the op command line does', 'op://v/i/f?attr=otp'],
  ['we read the attributes of the op command line', 'op://v/i/f?attribute=type'],
];

function references(): fc.Arbitrary<string> {
  const segment = fc.oneof(
    { weight: 6, arbitrary: fc.stringMatching(/^[A-Za-z0-9_. -]{0,12}$/) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('%20', '+', '$X', '${X}', '#', '..', '\t', '\u00a0', 'é', 'x'.repeat(700)),
    },
  );
  const query = fc.oneof(
    { weight: 3, arbitrary: fc.constant('') },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          fc.constantFrom('?attribute', '?attr', '?ssh-format', '?Attribute', '?x', '?', '#a'),
          fc.constantFrom(
            '=otp',
            '=totp',
            '=openssh',
            '=type',
            '=size',
            '=OTP',
            '=',
            '',
            '=otp&attribute=otp',
            '=otp?',
          ),
        )
        .map((parts) => parts.join('')),
    },
  );
  const prefix = fc.oneof(
    { weight: 12, arbitrary: fc.constant('op://') },
    { weight: 1, arbitrary: fc.constantFrom('OP://', ' op://', 'op:/', 'xop://', '') },
  );
  return fc
    .tuple(prefix, fc.array(segment, { minLength: 2, maxLength: 5 }), query)
    .map(([start, segments, end]) => `${start}${segments.join('/')}${end}`);
}

async function loadValidator(): Promise<((text: string) => boolean) | undefined> {
  try {
    // Its WebAssembly may not load everywhere.
    const { Secrets } = await import('@1password/sdk');
    const validate = (text: string): boolean => {
      try {
        Secrets.validateSecretReference(text);
        return true;
      } catch {
        return false;
      }
    };
    return validate('op://vault/item/field') ? validate : undefined;
  } catch {
    return undefined;
  }
}
