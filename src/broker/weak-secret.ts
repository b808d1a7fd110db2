import { authList, KeywardError, type SecretValue } from '../core/index.ts';
import { authFields } from '../outbound/index.ts';
import type { Binding, ResponsePolicy } from '../policy/index.ts';
import { estimateBits } from '../redaction/index.ts';
import { isDecoy, type ItemSummary } from '../secrets/index.ts';
import { publicFields } from './public-fields.ts';

/** Fewer bits can be guessed through what an answer shows. */
const LEAST_BITS = 64;

export interface ToUse {
  readonly item: ItemSummary;
  readonly binding: Binding;
  readonly response: ResponsePolicy;
  readonly fields: ReadonlyMap<string, SecretValue>;
}

/**
 * Refuse a secret that is easy to guess where the agent is shown scrubbed answers, unless the owner allowed it. Bait is
 * exempt: it must look used. Throws `ITEM_SECRET_TOO_WEAK`.
 */
export function refuseWeakSecret({ item, binding, response, fields }: ToUse): void {
  if (response.mode !== 'scrubbed' || binding.allowWeakSecret === true || isDecoy(item)) return;
  const open = publicFields(item, binding);
  // Of the fields of a scheme the last that has a value is the secret, as for its least length.
  const secrets = authList(binding.auth).flatMap((auth) => {
    const ids = authFields(auth).map(({ id }) => id);
    return ids.map((id) => (open.has(id) ? undefined : fields.get(id))).findLast((value) => value !== undefined) ?? [];
  });
  if (secrets.every((value) => value.byteLength === 0 || estimateBits(value) >= LEAST_BITS)) return;
  throw new KeywardError(
    'ITEM_SECRET_TOO_WEAK',
    'the secret of this item is easy to guess, so its answers are not shown',
  );
}
