import { createHmac } from 'node:crypto';
import type { AuditKey } from './checkpoint/audit-key.ts';

/** What kind of text it was: the same text has another fingerprint as a header than in a query. */
export const FINGERPRINT_KINDS = ['query', 'header', 'body'] as const;
export type FingerprintKind = (typeof FINGERPRINT_KINDS)[number];

const HEX_CHARS = 32;

/** Gives sensitive text a mark by which it can be found again and not be read. */
export interface Fingerprinter {
  of(kind: FingerprintKind, text: string): string;
}

/**
 * Fingerprints for query values, header values and bodies, which may not stand in a record as they are: `hmac:` and 128 bits of
 * HMAC-SHA-256. Keyed, because without a key a person who reads the trail could try out all likely values; search the trail with
 * `list({ containing })`.
 */
export function createFingerprinter({ fingerprintKey }: Pick<AuditKey, 'fingerprintKey'>): Fingerprinter {
  return {
    of(kind, text) {
      const mac = createHmac('sha256', fingerprintKey).update(`${kind}\n`).update(text).digest('hex');
      return `hmac:${mac.slice(0, HEX_CHARS)}`;
    },
  };
}
