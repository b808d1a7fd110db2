import { KeywardError } from '../core/index.ts';
import type { Unfilled } from '../run/index.ts';
import type { Terminal } from './terminal.ts';

/** Say of every reference why it gave nothing, and answer the one error for all of them. */
export function unresolved(failures: readonly Unfilled[], { say }: Terminal): KeywardError {
  for (const { name, reference, code, reason } of failures)
    say(`${name === undefined ? '' : `${name}: `}${reference}: ${reason} (${code})`);
  const count = failures.length === 1 ? 'a reference' : `${failures.length} references`;
  const codes = new Set(failures.map(({ code }) => code));
  const [only] = codes;
  return new KeywardError(
    codes.size === 1 && only !== undefined ? only : 'REFERENCES_UNRESOLVED',
    `${count} could not be resolved`,
  );
}
