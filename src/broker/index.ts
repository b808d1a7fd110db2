// In: a request of an identified caller, as untrusted words.
// Out: a cleaned answer or a refusal with its reason; and for each a record made durable before it.
// Never here: a secret as text, a second evaluator, an answer without its record.
export { problemOf } from './argument-problem.ts';
export { createBroker, type Broker, type BrokerDeps } from './create-broker.ts';
export { createUsageHistory, DEFAULT_MAX_REFLECTIONS, LOCK_WINDOW_MS, type UsageHistory } from './usage-history.ts';
export type { LockStore, ReflectedItem, UsageStore } from './usage-store.ts';
export type { CallContext } from './call-context.ts';
export type { CallInput } from './call-input.ts';
export type { Caller, Identified } from './caller.ts';
export type { Explanation } from './explain.ts';
export { judge, type Evaluated, type NotEvaluated } from './judge.ts';
export { onItemChanges } from './item-changes.ts';
export type { ItemPage, ListQuery } from './list-items.ts';
export { itemDetail, listedItem, type ItemDetail, type ListedItem } from './listed-item.ts';
export type { DescribedItem } from './describe-item.ts';
export {
  createReader,
  readingActor,
  type ListedVaults,
  type Reader,
  type ReaderDeps,
  type ReadIdentity,
  type Resolution,
  type Resolved,
  type Unresolved,
} from './reader.ts';
export { plainArguments } from './read-arguments.ts';
export type { CallAnswer, Pending, Refusal } from './outcome.ts';
export type { SessionReport } from './session-use.ts';
