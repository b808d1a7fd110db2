import type { AuditTrail } from '../../audit/index.ts';
import { createReader } from '../../broker/index.ts';
import type { Config } from '../../config/index.ts';
import { KeywardError, newId, type Clock, type Random, type SecretValue } from '../../core/index.ts';
import { embeddedStore } from '../../secrets/index.ts';
import type { Storage } from '../../storage/index.ts';
import { openOwnerKeySource, openOwnerVaults, readSecretFile } from '../../vault/index.ts';

export interface SinkSecretsOptions {
  readonly config: Config;
  readonly storage: Pick<Storage, 'vaults' | 'identity'>;
  readonly trail: AuditTrail;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The secret at a place of the settings: a reference into the vaults, by the owner key of this data folder and recorded like
 * every value that is read, or a file that only its owner can read.
 *
 * Throws `VAULT_LOCKED` when the key needs somebody to type a passphrase, and otherwise what reading it throws.
 */
export async function readSinkSecret(options: SinkSecretsOptions, place: string): Promise<SecretValue> {
  return place.startsWith('op://') ? resolve(options, place) : readFile(place);
}

async function readFile(path: string): Promise<SecretValue> {
  const secret = await readSecretFile(path, 'the file with the secret of a sink');
  if (secret !== undefined) return secret;
  throw new KeywardError('CONFIG_INVALID', 'the file with the secret of a sink is not there');
}

async function resolve(options: SinkSecretsOptions, reference: string): Promise<SecretValue> {
  const { config, storage, clock, random } = options;
  const source = openOwnerKeySource({ folder: config.home, keychain: config.keychain, random });
  // A server has nobody to ask; the key is dropped as soon as this one value is read.
  const ownerKey = await source.load();
  if (ownerKey === undefined) throw new KeywardError('VAULT_LOCKED', 'there is no owner key here');
  const owner = await openOwnerVaults({ store: storage.vaults, ownerKey, clock, random });
  const vaults = await owner.openAll();
  const readable = embeddedStore({ vaults, changes: storage.identity.changes });
  const reader = createReader({
    ...options,
    identify: async () => ({ kind: 'owner', readable }),
    session: { transport: 'library', connection_id: newId(random), tool: 'audit sink' },
  });
  const resolution = await reader.resolve(reference);
  if (resolution.kind === 'resolved') return resolution.value;
  throw new KeywardError(resolution.code, resolution.reason, { hint: resolution.hint });
}
