// In: a program that imports `keyward`.
// Out: a client for one agent, and what it takes to understand its answers: codes, errors, the language of bindings.
// Never here: an owner's powers; those are the command line's.
export {
  ERROR_CODES,
  EXIT_CODES,
  isKeywardError,
  KeywardError,
  type Audience,
  type ErrorCode,
  type ErrorFacts,
} from './core/index.ts';
export { bindingSchema, parseBinding, type Binding, type BindingInput } from './policy/index.ts';
export { createClient, type ClientOptions } from './app/index.ts';
export type { Client, FetchInit, ResolveAllResponse, ResolveResponse } from './sdk/index.ts';
