import { beforeAll, describe, expect, it } from 'vitest';
import { type Fingerprinter, createFingerprinter } from '../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../src/audit/checkpoint/audit-key.ts';
import { ready } from '../../src/crypto/index.ts';
import { fixture, intent } from './trail-fixture.ts';

let one: Fingerprinter;
let two: Fingerprinter;

beforeAll(async () => {
  await ready();
  one = createFingerprinter(auditKeyFromSeed(new Uint8Array(32).fill(1)));
  two = createFingerprinter(auditKeyFromSeed(new Uint8Array(32).fill(2)));
});

describe('a fingerprint', () => {
  it('is the same for the same text of the same kind under the same key, and for nothing else', () => {
    expect(one.of('query', 'ada@example.com')).toMatch(/^hmac:[0-9a-f]{32}$/);
    expect(one.of('query', 'ada@example.com')).toBe(one.of('query', 'ada@example.com'));
    const others = [
      one.of('query', 'ada@example.org'),
      one.of('body', 'ada@example.com'),
      two.of('query', 'ada@example.com'),
    ];
    expect(others).not.toContain(one.of('query', 'ada@example.com'));
    expect(one.of('query', 'x\ny')).not.toBe(one.of('body', 'x\ny'));
  });

  it('finds a record by the value it was made of, which does not stand in it', async () => {
    const { trail, store } = fixture();
    await trail.record(intent('call1', { detail: { fingerprints: { email: one.of('query', 'ada@example.com') } } }));
    await trail.record(intent('call2', { detail: { fingerprints: { email: one.of('query', 'bob@example.com') } } }));
    const found = await trail.list({ containing: one.of('query', 'ada@example.com') });
    expect(found).toMatchObject([{ call_id: 'call1' }]);
    expect(store.rows.map(({ record }) => record).join()).not.toContain('ada@');
  });
});
