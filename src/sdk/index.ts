// In: a program's own calls, and the broker of the agent it runs as.
// Out: a standard `Response`, a list of items, or a thrown KeywardError with a stable code.
// Never here: a secret, a policy decision, the wiring of a data folder.
export {
  brokeredClient,
  type Client,
  type ClientDeps,
  type ResolveAllResponse,
  type ResolveResponse,
} from './brokered-client.ts';
export type { FetchInit } from './call-input-of.ts';
