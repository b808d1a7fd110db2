import { KeywardError } from '../../core/index.ts';

/** Read `NAME=VALUE` options. Throws `CONFIG_INVALID`, also for a name that comes twice: which one counts would be a guess. */
export function readAssignments(
  option: string,
  assignments: readonly string[] | undefined,
): Readonly<Record<string, string>> | undefined {
  if (assignments === undefined) return undefined;
  const entries = assignments.map((text): readonly [string, string] => {
    const equals = text.indexOf('=');
    if (equals < 1) throw new KeywardError('CONFIG_INVALID', `${option}: expected NAME=VALUE`);
    return [text.slice(0, equals), text.slice(equals + 1)];
  });
  if (new Set(entries.map(([name]) => name)).size < entries.length) {
    throw new KeywardError('CONFIG_INVALID', `${option}: a name was given twice`);
  }
  return Object.fromEntries(entries);
}
