import type { Binding } from '../../policy/index.ts';
import { estimateBits } from '../../redaction/index.ts';
import type { FieldDraft } from '../../vault/index.ts';

const LEAST_BITS = 64;

export const WEAK_SECRET =
  'the secret is easy to guess: calls that show the answers are refused (ITEM_SECRET_TOO_WEAK) until ' +
  '`keyward item edit` stores a longer one, --response shows less, or --allow-weak-secret allows it';

/** Whether calls with the secret will be refused because it is easy to guess. */
export function hasWeakSecret(binding: Binding | undefined, fields: readonly FieldDraft[]): boolean {
  if (binding === undefined || binding.allowWeakSecret === true || binding.response.mode !== 'scrubbed') return false;
  return fields.some(({ type, value }) => type === 'concealed' && estimateBits(value) < LEAST_BITS);
}
