import { assertSafeProcess, loadConfig, processSource, type Config } from '../config/index.ts';
import { KeywardError, newId, silentLogger, systemRandom } from '../core/index.ts';
import { clientBackend, brokeredClient, type Client } from '../sdk/index.ts';

const MAX_CLAIM_CHARS = 128;

export interface ClientOptions {
  /** The agent's token, `kwa_...`. */
  readonly auth: string;
  /** Who is calling, for the audit trail; nothing is decided on it. At most 128 characters are stored. */
  readonly integrationName: string;
  readonly integrationVersion: string;
  /** Absolute path of the data folder; without it `KEYWARD_HOME`, else where the platform keeps such data. */
  readonly home?: string | undefined;
  /**
   * Ask this `keyward serve` instead of opening a data folder: `https://HOST[:PORT]`, `http://` on this machine, or
   * `unix:/PATH`. What the agent may read is sent sealed, and opened here.
   */
  readonly serverUrl?: string | undefined;
  /** Authorities to believe for `serverUrl` instead of the public ones, PEM. */
  readonly ca?: string | undefined;
  /**
   * False: the server never gets the token. `fetch` then throws `CLIENT_TOKEN_KEPT`, and so do lists of an agent that has
   * a `use` grant. True unless said.
   */
  readonly sendToken?: boolean | undefined;
}

/**
 * A client for one agent, on a data folder of this machine or on a server. Close it, or open it with `await using`.
 *
 * Throws `IDENTITY_TOKEN_INVALID`, `CONFIG_INVALID`, `CONFIG_UNSAFE_PROCESS`; for a data folder `VAULT_FOLDER_UNSAFE` and
 * `STORAGE_*`; for a server `SERVER_*`, `IDENTITY_NOT_PERMITTED` and `IDENTITY_STATEMENT_TAMPERED`. Values are opened in
 * this very process: code in it can read its memory, so this keeps values from being passed around by mistake, not from
 * a program that means to take them.
 */
export async function createClient(options: ClientOptions): Promise<Client> {
  assertSafeProcess();
  const { serverUrl, home, ca, sendToken } = options;
  if (serverUrl !== undefined && home === undefined) return remoteClient(options, serverUrl);
  if (serverUrl === undefined && ca === undefined && sendToken === undefined) return localClient(options);
  throw new KeywardError('CONFIG_INVALID', 'a client is for a data folder or for a server: not for both');
}

async function remoteClient(options: ClientOptions, serverUrl: string): Promise<Client> {
  const { openRemoteBackend } = await import('./open-remote.ts');
  const { revealField } = await import('../vault/index.ts');
  const { auth: token, ca, sendToken = true } = options;
  const session = sessionOf(options);
  const claims = { client: session.client, clientSession: session.connection_id };
  const { backend, close } = await openRemoteBackend({ token, serverUrl, ca, sendToken, claims });
  return brokeredClient({ backend, session, reveal: (value) => revealField({ value }), close: async () => close() });
}

async function localClient(options: ClientOptions): Promise<Client> {
  const { openRuntime } = await import('./runtime.ts');
  const { agentAppOn } = await import('./agent-app.ts');
  const { readerOn } = await import('./open-reader.ts');
  const { revealField } = await import('../vault/index.ts');
  const session = sessionOf(options);
  const runtime = await openRuntime({ config: localConfig(options), logger: silentLogger });
  const app = await agentAppOn(runtime, { session }).catch(async (error: unknown) => {
    await runtime.close();
    throw error;
  });
  if (app.refusedBecause !== undefined) {
    await app.close();
    throw new KeywardError('IDENTITY_TOKEN_INVALID', 'the agent token is not valid');
  }
  let opening: ReturnType<typeof readerOn> | undefined;
  const reader = async () => (opening ??= readerOn(runtime, { session, token: options.auth }));
  return brokeredClient({
    backend: clientBackend({ broker: app.broker, reader }),
    session,
    reveal: (value) => revealField({ value }),
    async close() {
      await opening?.catch(() => undefined);
      await app.close();
    },
  });
}

function localConfig({ home, auth }: ClientOptions): Config {
  const source = processSource();
  const folder = home === undefined ? {} : { KEYWARD_HOME: home };
  return loadConfig({ ...source, env: { ...source.env, ...folder, KEYWARD_SERVICE_ACCOUNT_TOKEN: auth } });
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
