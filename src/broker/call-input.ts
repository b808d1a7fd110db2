import type { ErrorCode } from '../core/index.ts';
import type { RawRequest } from '../policy/index.ts';

/** What an agent asks for: an item, a request, and how much of the answer it wants. All of it is untrusted. */
export interface CallInput extends RawRequest {
  readonly item: string;
  /** JSON pointers (RFC 6901) to keep of a JSON answer; `*` is every element of a list. */
  readonly select?: readonly string[] | undefined;
  /** Of what is kept, these members of each element: names, or pointers within it. */
  readonly fields?: readonly string[] | undefined;
  /** Longest body to return, in UTF-16 code units. */
  readonly max_chars?: number | undefined;
  /** Where in the text of the body to begin, in UTF-16 code units. */
  readonly offset?: number | undefined;
  /** So many characters from its end instead. */
  readonly tail?: number | undefined;
  /** Only lines that hold this text, whatever its case, with `context` lines around each. */
  readonly grep?: string | undefined;
  readonly context?: number | undefined;
  /** The agent's own words, for the trail only. */
  readonly reason?: string | undefined;
  /** What the entry point found wrong with the arguments themselves: the call is refused with it, and recorded. */
  readonly invalid?: { readonly code: ErrorCode; readonly reason: string } | undefined;
}
