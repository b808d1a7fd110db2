import { EXIT_CODES, isKeywardError } from '../core/index.ts';

/** What each exit code means: printed by `keyward --help` and kept the same in docs/CLI.md. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT_CODES.ok, 'done'],
  [EXIT_CODES.unexpected, 'something unexpected, or `doctor` found a failure'],
  [EXIT_CODES.usage, 'wrong arguments, input or configuration'],
  [EXIT_CODES.notFound, 'no such vault, item, field or agent'],
  [EXIT_CODES.denied, 'refused: not allowed, not confirmed, or an unsafe data folder'],
  [EXIT_CODES.locked, 'the vault is locked, or did not open'],
  [EXIT_CODES.conflict, 'the name is taken or ambiguous, or another process changed it'],
  [EXIT_CODES.unavailable, 'the database, the audit trail or a service cannot be used now'],
  [EXIT_CODES.tampered, 'a record, a statement or the audit trail was changed by something else'],
  [EXIT_CODES.exposed, '`scan`: an exposed credential was found'],
  [EXIT_CODES.cannotStart, '`run`: the program cannot be executed'],
  [EXIT_CODES.noProgram, '`run`: there is no such program; else its own exit code, or 128 and the signal'],
];

export function exitCodeOf(error: unknown): number {
  return isKeywardError(error) ? error.facts.exitCode : EXIT_CODES.unexpected;
}
