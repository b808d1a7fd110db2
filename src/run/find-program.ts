import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { KeywardError } from '../core/index.ts';

/**
 * The file a command names: a path, or a name looked up in PATH, as execvp does it.
 *
 * Throws `RUN_PROGRAM_NOT_FOUND` and `RUN_PROGRAM_UNUSABLE`. Not for Windows, which has rules of its own.
 */
export async function findProgram(command: string, path: string | undefined): Promise<string> {
  const places = command.includes('/')
    ? [command]
    : (path ?? '').split(delimiter).map((folder) => join(folder, command));
  let isThere = false;
  for (const place of places) {
    const facts = await stat(place).catch(() => undefined);
    if (facts === undefined) continue;
    isThere = true;
    if (facts.isFile() && (await isExecutable(place))) return place;
  }
  if (isThere) throw unusable();
  throw notFound();
}

async function isExecutable(place: string): Promise<boolean> {
  return access(place, constants.X_OK).then(
    () => true,
    () => false,
  );
}

/** What a spawn that failed means. */
export function startFailure(cause: unknown): KeywardError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return code === 'ENOENT' ? notFound(cause) : unusable(cause);
}

function notFound(cause?: unknown): KeywardError {
  return new KeywardError('RUN_PROGRAM_NOT_FOUND', 'there is no such program', { cause });
}

function unusable(cause?: unknown): KeywardError {
  return new KeywardError('RUN_PROGRAM_UNUSABLE', 'the program cannot be executed', { cause });
}
