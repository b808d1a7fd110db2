import { residueOf } from '../redaction/residue.ts';

// Shorter runs are found by chance, and are less than what is worth guessing on from.
const RUN = 8;

/**
 * How many characters of a secret a reader who decodes each of these texts can read: those that lie in a run
 * of eight or more. 0 is the only good answer.
 */
export function recoveredCharacters(texts: readonly string[], secret: string): number {
  const positions = new Set<number>();
  for (const text of texts) {
    if (residueOf(text, secret) === undefined) continue;
    for (let at = 0; at <= secret.length - RUN; at += 1) {
      if (residueOf(text, secret.slice(at, at + RUN)) === undefined) continue;
      for (let offset = 0; offset < RUN; offset += 1) positions.add(at + offset);
    }
  }
  return positions.size;
}
