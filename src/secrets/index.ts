// In: the name of an item and the vaults a caller was granted.
// Out: item summaries, and at the last moment fields as SecretValue.
// Never here: the text of a secret, or an item outside the grants.
export { HONEY_TAG, isHoney } from './secret-store.ts';
export type { FieldSummary, FoundItem, ItemSummary, NewCredential, SecretStore } from './secret-store.ts';
export { embeddedStore } from './stores/embedded.ts';
