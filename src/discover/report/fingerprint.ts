import { createHmac } from 'node:crypto';

const DOMAIN = 'keyward finding 1\0';
const HEX_LENGTH = 32;

/** Names a value without telling it: the same value has the same name under the same key, and under no other. */
export function fingerprintOf(key: Uint8Array, value: string): string {
  return createHmac('sha256', key).update(DOMAIN).update(value, 'latin1').digest('hex').slice(0, HEX_LENGTH);
}
