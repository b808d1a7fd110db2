import { KeywardError } from '../../core/index.ts';
import type { ResponsePolicy } from '../../policy/index.ts';

/** Read `scrubbed`, `status-only` or `projection:/id,/data/name`. Throws `CONFIG_INVALID`. */
export function parseResponse(text: string): ResponsePolicy {
  if (text === 'scrubbed') return { mode: 'scrubbed' };
  if (text === 'status-only' || text === 'status_only') return { mode: 'status_only' };
  const pointers = /^projection:(\/.*)$/.exec(text)?.[1];
  if (pointers !== undefined) return { mode: 'projection', pointers: pointers.split(','), headers: [] };
  throw new KeywardError(
    'CONFIG_INVALID',
    '--response: expected scrubbed, status-only or projection:/POINTER,/POINTER',
  );
}
