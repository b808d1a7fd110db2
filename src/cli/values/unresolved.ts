import { KeywardError } from '../../core/index.ts';
import type { Unfilled } from '../../run/index.ts';
import type { CommandContext } from '../define-command.ts';

/** Say of every reference why it gave nothing, with `--json` within the one error for all of them, which this answers. */
export function unresolved(failures: readonly Unfilled[], { json, terminal }: CommandContext): KeywardError {
  if (!json) for (const failure of failures) terminal.say(lineOf(failure));
  const count = failures.length === 1 ? 'a reference' : `${failures.length} references`;
  const codes = new Set(failures.map(({ code }) => code));
  const [only] = codes;
  return new KeywardError(
    codes.size === 1 && only !== undefined ? only : 'REFERENCES_UNRESOLVED',
    `${count} could not be resolved`,
    { details: { references: failures.map(({ name = null, ...failure }) => ({ name, ...failure })) } },
  );
}

function lineOf({ name, reference, code, reason }: Unfilled): string {
  return `${name === undefined ? '' : `${name}: `}${reference}: ${reason} (${code})`;
}
