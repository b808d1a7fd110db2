import { createReader } from '../../broker/index.ts';
import { KeywardError, newId, type SecretValue } from '../../core/index.ts';
import { readSecretFile } from '../../vault/index.ts';
import { openOwnerVaultsUnattended, storeOfVaults } from '../owner-vaults.ts';
import type { Runtime } from '../runtime.ts';

/**
 * The secret that the settings name: a reference into the vaults, by the owner key of this data folder and recorded like
 * every value that is read, or a file that only its owner can read.
 *
 * Throws `VAULT_LOCKED` when the key needs a typed passphrase, and otherwise what reading it throws.
 */
export async function readSinkSecret(runtime: Runtime, source: string): Promise<SecretValue> {
  return source.startsWith('op://') ? resolve(runtime, source) : readFile(source);
}

async function readFile(path: string): Promise<SecretValue> {
  const secret = await readSecretFile(path, 'the file with the secret of a sink');
  if (secret !== undefined) return secret;
  throw new KeywardError('CONFIG_INVALID', 'the file with the secret of a sink is not there');
}

async function resolve(runtime: Runtime, reference: string): Promise<SecretValue> {
  // A server cannot prompt; the key is dropped as soon as this one value is read.
  const vaults = await openOwnerVaultsUnattended(runtime);
  const readable = storeOfVaults(await vaults.openAll(), runtime);
  const reader = createReader({
    ...runtime,
    identify: async () => ({ kind: 'owner', readable }),
    session: { transport: 'library', connection_id: newId(runtime.random), tool: 'audit sink' },
  });
  const resolution = await reader.resolve(reference);
  if (resolution.kind === 'resolved') return resolution.value;
  throw new KeywardError(resolution.code, resolution.reason, { hint: resolution.hint });
}
