import type { Signer } from '../crypto/index.ts';

/** A vault key on its way from the vaults to an agent, or from a token back to the vaults. */
export interface GrantedKey {
  readonly vaultId: string;
  readonly keyVersion: number;
  readonly key: Uint8Array;
  /** The items of the vault that may be opened with it; all of them when absent. */
  readonly only?: ReadonlySet<string>;
  /** To be awaited before each opening of an item, where uses are counted. Throws `IDENTITY_TOKEN_USED_UP`. */
  readonly spend?: () => Promise<void>;
}

/** The owner, as this module needs it; `vault`'s `OwnerVaults` is one. */
export interface Owner extends Signer {
  /** `undefined` when there is no such vault. */
  vaultKey(vaultId: string): Promise<GrantedKey | undefined>;
}
