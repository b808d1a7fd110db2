import { sealToAgents } from '../../identity/index.ts';
import type { Owner } from './open-owner.ts';

/** Give a vault a new key, recorded; the agents that still have it get the new one. */
export async function rotateVault(
  owner: Owner,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<number> {
  const { keyVersion } = await owner.change(
    { type: 'key.rotated', vault: { id, name } },
    {
      change: () => owner.vaults.rotateVaultKey(id, (vaultKey) => sealToAgents(owner.agents, vaultKey)),
      describe: (vaultKey) => ({ detail: { key_version: vaultKey.keyVersion } }),
    },
  );
  return keyVersion;
}
