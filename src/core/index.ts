// In: nothing; this module imports no other.
// Out: errors and their codes, ids, clock, random, logger port, JSON, durations, SecretValue, the words of `auth`.
// Never here: the text of a secret. That is `hazmat.ts`, the guarded second module.
export {
  AUTH_SCHEMAS,
  authList,
  authSchema,
  formatAuth,
  parseAuth,
  pathTemplate,
  type Auth,
  type Auths,
} from './auth.ts';
export { UNCHANGING, type ChangeFeed } from './change-feed.ts';
export { systemClock, type Clock } from './clock.ts';
export { parseDuration } from './duration.ts';
export { ERROR_CODES, EXIT_CODES, type Audience, type ErrorCode, type ErrorFacts } from './error-codes.ts';
export { isKeywardError, KeywardError, type KeywardErrorOptions } from './errors.ts';
export { exactJsonText, isExactNumber, parseExactJson } from './exact-json.ts';
export { isId, newId } from './ids.ts';
export { canonicalJson, sha256Hex, type Json, type JsonObject } from './json.ts';
export { silentLogger, type Logger } from './logger.ts';
export { systemRandom, type Random } from './random.ts';
export { retryOn } from './retry-on.ts';
export { CONCEALED, SecretValue } from './secret-value.ts';
export type { RecordedSession, SessionContext, SessionFacts, SessionPrincipal } from './session-context.ts';
export { startPeriodicTasks, type PeriodicTask, type PeriodicTasks } from './periodic-task.ts';
export { within } from './with-timeout.ts';
export { quoteUntrusted } from './quote-untrusted.ts';
export { printable } from './printable.ts';
