import type { CanonicalRequest } from '../policy/index.ts';
import { sentText } from './sent-text.ts';

/** Text of the agent that counts as one more reflection: some hundred guesses. */
const BYTES_PER_CHARGE = 2_048;

/**
 * What an answer that was hit takes of the reflection lock, beside the one for itself: by how much the agent sent, for
 * each of its guesses is answered at once. It does not depend on what was guessed.
 */
export function chargeOf(request: CanonicalRequest): number {
  return 1 + Math.floor(sentText(request).bytes / BYTES_PER_CHARGE);
}
