// In: the name of an item or a reference to a field, and the vaults a caller was granted.
// Out: item summaries, and at the last moment fields as SecretValue.
// Never here: the text of a secret, an item outside the grants, or the question who may read.
export { DECOY_TAG, isDecoy } from './secret-store.ts';
export { formatReference, type ReferencedField } from './format-reference.ts';
export { locate, type LocatedField, type NotLocated } from './locate.ts';
export { readField, type ReadFieldDeps } from './read-field.ts';
export { parseReference, type ParsedReference, type SecretReference } from './reference.ts';
export type {
  CaptureStore,
  FieldSummary,
  FoundInVault,
  FoundItem,
  ItemReference,
  ItemSummary,
  NewCredential,
  ReadStore,
  SecretStore,
  SummaryPage,
} from './secret-store.ts';
export { listAll } from './list-all.ts';
export { storeFailure, type StoreFailure } from './store-failure.ts';
export { storeRegistry, type RegisteredStore } from './store-registry.ts';
export { embeddedStore } from './stores/embedded.ts';
export { readStore } from './stores/read-store.ts';
