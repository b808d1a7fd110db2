// In: the owner key or vault keys, and a store of sealed rows.
// Out: vaults, item overviews, and fields as SecretValue.
// Never here: who may see what (identity), where a secret may go (policy), or the text of a secret but in `revealField`, for the person at the terminal.
export { generatePassword } from './derived/generate-password.ts';
export { generateSshKey, openSshPrivateKey, type NewSshKey } from './derived/open-ssh-key.ts';
export { oneTimeCode } from './derived/one-time-code.ts';
export { foldName } from './fold-name.ts';
export { prepareDataFolder } from './data-folder.ts';
export { openGrantedVaults, type GrantedVaults, type GrantedVaultsDeps } from './granted-vaults.ts';
export {
  type Field,
  type FieldDraft,
  type FieldInfo,
  type FieldType,
  type ItemChange,
  type ItemDraft,
  type ItemMatch,
  type ItemMatchInVault,
  type ItemOverview,
} from './item.ts';
export { type Keychain } from './keychain.ts';
export {
  openOwnerKeySource,
  type OwnerKeySource,
  type OwnerKeySourceDeps,
  type UnlockOptions,
} from './owner-key-source.ts';
export { readSecretFile } from './own-file.ts';
export { openOwnerVaults, type OwnerVaults, type OwnerVaultsDeps, type VaultSummary } from './owner-vaults.ts';
export { openReadVaults, type ReadVaults, type VaultName } from './read-vaults.ts';
export { revealField } from './reveal-field.ts';
export {
  type RequestedField,
  type FoundItem,
  type ItemRow,
  type OverviewRow,
  type SealedSource,
  type VaultHead,
  type VaultRow,
  type VaultStore,
} from './store.ts';
export { openTokenStore, type SavedToken, type TokenStore } from './token-store.ts';
export { type VaultKey } from './vault-record.ts';
