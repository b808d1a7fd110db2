// In: a program's own calls, and the backend it calls: the broker of its process, or a server.
// Out: a standard `Response`, a list of items, or a thrown KeywardError with a stable code.
// Never here: a secret, a policy decision, the wiring of a data folder.
export { clientBackend } from './client-backend.ts';
export {
  brokeredClient,
  type Client,
  type ClientBackend,
  type ResolveAllResponse,
  type ResolveResponse,
} from './brokered-client.ts';
export type { FetchInit } from './call-input-of.ts';
