import { assertSafeProcess } from '../../config/index.ts';
import { openReader, type OpenReader } from '../../app/index.ts';
import { KeywardError, systemRandom } from '../../core/index.ts';
import type { CommandContext } from '../define-command.ts';
import { createLogger } from '../logger.ts';
import { readPassphrase } from '../owner/passphrase.ts';
import { operatorSession } from '../owner/session.ts';

const REFERENCE_PREFIX = 'op://';

/** A token that is itself a reference is for the child of `keyward run`, and says nothing about who reads. */
export function isReferenceToken(token: string | undefined): boolean {
  return token?.startsWith(REFERENCE_PREFIX) === true;
}

/**
 * Read values as the agent whose token is in KEYWARD_SERVICE_ACCOUNT_TOKEN, else as the owner at this machine.
 *
 * Throws `CONFIG_UNSAFE_PROCESS`, and `CONFIG_INVALID` when that variable holds a reference, which only `keyward run` resolves.
 */
export async function openCommandReader(context: CommandContext, options: { asOwner: boolean }): Promise<OpenReader> {
  const { config } = context;
  assertSafeProcess();
  if (!options.asOwner && isReferenceToken(config.serviceAccountToken)) {
    throw new KeywardError('CONFIG_INVALID', 'KEYWARD_SERVICE_ACCOUNT_TOKEN holds a reference, not a token', {
      hint: 'unset it to read as the owner, or let `keyward run` resolve it for the program it starts',
    });
  }
  const { principal: _owner, ...session } = operatorSession(config, systemRandom);
  return openReader({
    config,
    logger: createLogger(context),
    token: options.asOwner ? undefined : config.serviceAccountToken,
    passphrase: () => readPassphrase(context),
    session,
  });
}

/** The same for one piece of work, closed again whatever happens. */
export async function withReader<T>(context: CommandContext, work: (reader: OpenReader) => Promise<T>): Promise<T> {
  const reader = await openCommandReader(context, { asOwner: false });
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}
