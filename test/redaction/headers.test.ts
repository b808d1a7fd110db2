import { describe, expect, it } from 'vitest';

import { REDACTED, WITHHELD } from '../../src/redaction/index.ts';
import { scrubberOf, TOKEN } from './known.ts';
import { residueOf } from './residue.ts';

const scrubber = scrubberOf(TOKEN);

describe('headers', () => {
  it('that are clean come back as they are, doubles and order too', () => {
    const list: [string, string][] = [
      ['content-type', 'text/html'],
      ['set-cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ];
    expect(scrubber.headers(list)).toEqual({ headers: list, hits: 0, withheld: false, names: [], partial: false });
  });

  it('lose a secret from their values', () => {
    const scrubbed = scrubber.headers([
      ['www-authenticate', `Bearer error="invalid token '${TOKEN}'"`],
      ['location', `https://other.test/cb?token=${encodeURIComponent(TOKEN)}&x=1`],
      ['set-cookie', `session=${Buffer.from(TOKEN).toString('base64')}; HttpOnly`],
      ['server', 'test'],
    ]);
    expect(scrubbed.headers).toEqual([
      ['www-authenticate', `Bearer error="invalid token '${REDACTED}'"`],
      ['location', `https://other.test/cb?token=${REDACTED}&x=1`],
      ['set-cookie', `${REDACTED}; HttpOnly`],
      ['server', 'test'],
    ]);
    expect(scrubbed).toMatchObject({ hits: 3, withheld: false, names: ['credential'] });
  });

  it('lose a secret from their names', () => {
    expect(scrubber.headers([[`x-${TOKEN.toLowerCase()}`, 'seen']]).headers).toEqual([['redacted', 'seen']]);
  });

  it('lose a value that shows a secret only when it is decoded', () => {
    expect(
      scrubber.headers([
        ['x-echo', [...TOKEN].join('-')],
        ['x-other', 'stays'],
      ]).headers,
    ).toEqual([
      ['x-echo', WITHHELD],
      ['x-other', 'stays'],
    ]);
  });

  it('are withheld together when a secret is cut over several of them', () => {
    const pieces = TOKEN.match(/.{1,5}/g) ?? [];
    const scrubbed = scrubber.headers(pieces.map((piece, at) => [`x-part-${String(at)}`, piece]));
    expect(scrubbed.withheld).toBe(true);
    expect(residueOf(scrubbed.headers.map(([, value]) => value).join(''), TOKEN, 'tok_')).toBeUndefined();
  });
});
