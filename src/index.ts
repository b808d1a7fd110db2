// In: a program that imports `keyward`.
// Out: what it needs to understand Keyward's answers: codes, errors, and the language of bindings.
// Never here: opening a vault; that is the command line's and the server's.
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
