// In: a caller that holds a token and did not show it, and the store of sealed rows.
// Out: those rows as they lie there, after the record that says who got them.
// Never here: a key that opens one, the values of an item without a `read` grant on its vault.
export {
  createSealedReads,
  type HandedOver,
  type OpenOrder,
  type SealedReads,
  type SealedReadsDeps,
  type SealedRefusal,
  type SealedRequest,
} from './sealed-reads.ts';
