import { existsSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { SecretValue } from '../../src/core/index.ts';
import { createScrubber, type ScrubbedBody } from '../../src/redaction/index.ts';
import { residueOf } from './residue.ts';

const FILE = '../shared/vectors/redaction.json';
const found = existsSync(FILE);

const schema = z.object({
  cases: z.array(
    z.object({
      secret_id: z.string(),
      secret: z.string(),
      encoding: z.string(),
      tier: z.enum(['must', 'should', 'not_claimed']),
      text: z.string(),
    }),
  ),
});
const cases = found ? schema.parse(JSON.parse(readFileSync(FILE, 'utf8'))).cases : [];
const claimed = cases.filter(({ tier }) => tier !== 'not_claimed');
const PUBLIC_PREFIX: Record<string, string> = { bearer40: 'tok_' };

function scrubberFor(secret: string) {
  return createScrubber({ secrets: [{ name: 'credential', value: SecretValue.fromText(secret) }] });
}

function shown(body: ScrubbedBody): string {
  if (body.kind === 'json') return JSON.stringify(body.value);
  if (body.kind === 'text') return body.text;
  return body.kind === 'binary' ? Buffer.from(body.bytes).toString('latin1') : '';
}

describe.skipIf(!found)(`the vectors of redaction.json (skipped when ${FILE} is absent)`, () => {
  it('holds every tier', () => {
    expect(claimed.length).toBeGreaterThan(200);
  });

  describe.each(claimed)('$tier $encoding of $secret_id', ({ secret, secret_id, text }) => {
    const prefix = PUBLIC_PREFIX[secret_id] ?? '';

    it('leaves nothing in text', () => {
      const scrubbed = scrubberFor(secret).text(text);
      expect(residueOf(scrubbed.text, secret, prefix)).toBeUndefined();
      expect(scrubbed.hits).toBeGreaterThan(0);
    });

    it('leaves nothing in a body of any declared type', () => {
      for (const type of [
        'application/json',
        'text/html; charset=utf-8',
        'text/event-stream',
        'application/x-ndjson',
        undefined,
      ]) {
        const scrubbed = scrubberFor(secret).body(Buffer.from(text, 'utf8'), type);
        expect(residueOf(shown(scrubbed), secret, prefix)).toBeUndefined();
        expect(scrubbed.hits).toBeGreaterThan(0);
      }
    });

    it('leaves nothing in JSON and headers', () => {
      const scrubber = scrubberFor(secret);
      const json = scrubber.json({ ok: false, [text]: 1, list: [text, { inner: text }] });
      expect(residueOf(JSON.stringify(json.value), secret, prefix)).toBeUndefined();
      const headers = scrubber.headers([
        ['x-echo', text],
        ['location', `https://example.test/?q=${text}`],
      ]);
      expect(residueOf(JSON.stringify(headers.headers), secret, prefix)).toBeUndefined();
    });
  });
});
