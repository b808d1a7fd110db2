import { clientHeaders, type ClientHeaders } from '../api/index.ts';
import { KeywardError, type Clock, type Random } from '../core/index.ts';
import { credentialOf } from '../identity/index.ts';
import { createApiCaller, type AskApi } from './api-caller.ts';
import { createHttpCaller } from './http-caller.ts';
import { createRemoteBroker, type RemoteBroker } from './remote-broker.ts';
import { createRemoteReader, type RemoteReader } from './remote-reader.ts';
import { openRemoteVaults } from './remote-vaults.ts';
import { parseServerAddress } from './server-address.ts';

export interface RemoteOptions {
  readonly token: string;
  readonly serverUrl: string;
  /** Authorities that are believed instead of the public ones, PEM. */
  readonly ca?: string | undefined;
  /** False: the token is never shown to the server. */
  readonly sendToken: boolean;
  /** What the client says about itself. */
  readonly claims: ClientHeaders;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Remote {
  readonly broker: RemoteBroker;
  readonly reader: RemoteReader;
  close(): void;
}

/**
 * A server's vaults, for one token.
 *
 * Throws `IDENTITY_TOKEN_INVALID`, `CONFIG_INVALID` for an address, and `SERVER_*` when it cannot be asked.
 */
export async function openRemote(options: RemoteOptions): Promise<Remote> {
  const { token, serverUrl, ca, sendToken, claims, clock, random } = options;
  const credential = credentialOf(token);
  if (credential === undefined) throw new KeywardError('IDENTITY_TOKEN_INVALID', 'the agent token is not valid');
  const http = createHttpCaller({ address: parseServerAddress(serverUrl), ca });
  const headers = clientHeaders(claims);
  const ask = createApiCaller({ http, bearer: credential, headers });
  const askWithToken = sendToken ? createApiCaller({ http, bearer: token, headers }) : withholdToken;
  const vaults = openRemoteVaults({ ask, token, clock });
  try {
    await vaults.cached();
  } catch (error) {
    http.close();
    throw error;
  }
  return {
    broker: createRemoteBroker({ vaults, askWithToken }),
    reader: createRemoteReader({ vaults, clock, random }),
    close: () => http.close(),
  };
}

const withholdToken: AskApi = async () => {
  throw new KeywardError('CLIENT_TOKEN_KEPT', 'the server would need the token for this, and is not to get it');
};
