import { SecretValue } from '../core/index.ts';
import { CREDENTIAL_SHAPES } from './credential-shapes.ts';

/** A credential that was recognised by its shape, and where it stands in the text. */
export interface FoundCredential {
  /** Name of the shape, such as `github-token`. */
  readonly shape: string;
  readonly from: number;
  readonly to: number;
  readonly value: SecretValue;
}

/**
 * Find credentials in an answer that nobody knew before, such as the token that a token endpoint gives, so that
 * they can be captured instead of shown. In order of appearance, never overlapping. Linear in the text.
 *
 * It knows only shapes with a fixed prefix, and only as they are: what has no shape of its own must be named
 * by the binding. It finds no known secret; that is the scrubber's.
 */
export function findCredentials(text: string): FoundCredential[] {
  const found = CREDENTIAL_SHAPES.flatMap(({ name, pattern }) =>
    Array.from(text.matchAll(pattern), (match) => ({
      shape: name,
      from: match.index,
      to: match.index + match[0].length,
      value: SecretValue.fromText(match[0]),
    })),
  );
  found.sort((one, other) => one.from - other.from || other.to - one.to);
  let end = 0;
  return found.filter(({ from, to }) => {
    if (from < end) return false;
    end = to;
    return true;
  });
}
