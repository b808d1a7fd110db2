import { assertSafeProcess, loadConfig, processSource } from './config/index.ts';
import { KeywardError, newId, silentLogger, systemRandom } from './core/index.ts';
import type { OpenReader } from './open-reader.ts';
import { brokeredClient, type Client } from './sdk/index.ts';

const MAX_CLAIM_CHARS = 128;

export interface ClientOptions {
  /** The agent's token, `kwa_...`. */
  readonly auth: string;
  /** Who is calling, for the audit trail; nothing is decided on it. At most 128 characters are kept. */
  readonly integrationName: string;
  readonly integrationVersion: string;
  /** Absolute path of the data folder; without it `KEYWARD_HOME`, else where the platform keeps such data. */
  readonly home?: string | undefined;
}

/**
 * A client for one agent, on a data folder of this machine. Close it, or open it with `await using`.
 *
 * Throws `IDENTITY_TOKEN_INVALID`, `CONFIG_INVALID`, `CONFIG_UNSAFE_PROCESS`, `VAULT_FOLDER_UNSAFE` and `STORAGE_*`.
 * The vault is opened in this very process: code in it can read its memory, so this keeps values from being passed
 * around by mistake, not from a program that means to take them.
 */
export async function createClient(options: ClientOptions): Promise<Client> {
  const { openAgentApp } = await import('./app.ts');
  const { openReader } = await import('./open-reader.ts');
  const { revealField } = await import('./vault/index.ts');
  const source = processSource();
  assertSafeProcess();
  const home = options.home === undefined ? {} : { KEYWARD_HOME: options.home };
  const env = { ...source.env, ...home, KEYWARD_SERVICE_ACCOUNT_TOKEN: options.auth };
  const session = sessionOf(options);
  const config = loadConfig({ ...source, env });
  const app = await openAgentApp({ config, logger: silentLogger, session });
  if (app.refusedBecause !== undefined) {
    await app.close();
    throw new KeywardError('IDENTITY_TOKEN_INVALID', 'this token is not valid');
  }
  let reader: Promise<OpenReader> | undefined;
  return brokeredClient({
    broker: app.broker,
    session,
    reveal: (value) => revealField({ value }),
    reader: async () => (reader ??= openReader({ config, logger: silentLogger, session, token: options.auth })),
    async close() {
      await (await reader?.catch(() => undefined))?.close();
      await app.close();
    },
  });
}

function sessionOf({ integrationName, integrationVersion }: ClientOptions) {
  return {
    transport: 'library',
    connection_id: newId(systemRandom),
    client: { name: claim(integrationName), version: claim(integrationVersion), claimed: true },
    process: { pid: process.pid, ppid: process.ppid },
  } as const;
}

function claim(text: string): string {
  return text.toWellFormed().slice(0, MAX_CLAIM_CHARS);
}
