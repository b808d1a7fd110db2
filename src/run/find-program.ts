import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { KeywardError } from '../core/index.ts';

/**
 * The file a command names: a path, or a name looked up in PATH, as execvp does it.
 *
 * Throws `RUN_PROGRAM_NOT_FOUND` and `RUN_PROGRAM_UNUSABLE`. Not for Windows, which has rules of its own.
 */
export async function findProgram(command: string, path: string | undefined): Promise<string> {
  const candidates = command.includes('/')
    ? [command]
    : (path ?? '').split(delimiter).map((folder) => join(folder, command));
  let isThere = false;
  for (const candidate of candidates) {
    const facts = await stat(candidate).catch(() => undefined);
    if (facts === undefined) continue;
    isThere = true;
    if (facts.isFile() && (await isExecutable(candidate))) return candidate;
  }
  if (isThere) throw unusable();
  throw notFound();
}

async function isExecutable(candidate: string): Promise<boolean> {
  return access(candidate, constants.X_OK).then(
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
  return new KeywardError('RUN_PROGRAM_NOT_FOUND', 'program not found', { cause });
}

function unusable(cause?: unknown): KeywardError {
  return new KeywardError('RUN_PROGRAM_UNUSABLE', 'the program cannot be executed', { cause });
}
