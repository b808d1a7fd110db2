import { type JsonObject, KeywardError } from '../core/index.ts';

/** A record that does not authenticate: changed, swapped with another, or sealed under another key. */
export function tampered(kind: 'vault' | 'item' | 'owner', details: JsonObject = {}): KeywardError {
  return new KeywardError('VAULT_RECORD_TAMPERED', `the ${kind} record does not authenticate`, { details });
}
