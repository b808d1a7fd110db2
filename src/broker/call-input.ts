import type { ErrorCode } from '../core/index.ts';
import type { RawRequest } from '../policy/index.ts';

/** What an agent asks for: an item, a request, and how much of the answer it wants. All of it is untrusted. */
export interface CallInput extends RawRequest {
  readonly item: string;
  /** JSON pointers (RFC 6901) to keep of a JSON answer. */
  readonly select?: readonly string[] | undefined;
  /** Longest body to return, in UTF-16 code units. */
  readonly max_chars?: number | undefined;
  /** The agent's own words, for the trail only. */
  readonly reason?: string | undefined;
  /** What the entry point found wrong with the arguments themselves: the call is refused with it, and recorded. */
  readonly invalid?: { readonly code: ErrorCode; readonly reason: string } | undefined;
}
