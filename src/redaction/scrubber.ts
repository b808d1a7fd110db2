import type { Json, SecretValue } from '../core/index.ts';

/** One secret to look for. `name` is a safe label (such as `credential`); it goes into the trail, never the value. */
export interface KnownSecret {
  readonly name: string;
  readonly value: SecretValue;
  /**
   * Opening characters anybody can know (`sk_live_`, `user:`). Fragments made of them alone are not hits.
   * Well-known prefixes are recognised without it.
   */
  readonly publicPrefix?: string;
  /**
   * `whole` for a value that the answer brought itself: no fragment of it counts, and of more than 256 bytes the last
   * 256 are compared. Default: fragments count too.
   */
  readonly match?: 'whole';
}

export interface ScrubLimits {
  /**
   * Steps of work over inspecting and cleaning one input before it is withheld. Default: 64 for each of its bytes and
   * four million.
   */
  readonly maxSteps?: number;
  /** Bytes taken out of all gzip members found in one input before it is withheld. Default 4 MiB. */
  readonly maxInflatedBytes?: number;
}

/** What every answer of a scrubber says about itself. None of it is for the agent's eyes. */
export interface Scrubbed {
  /** Offsets where a known secret (or a fragment of one) was found; 0 when the input was clean. Count it, lock on it. */
  readonly hits: number;
  /** True when something was left out whole: a hit that only a decoded view shows, or work over the bound. */
  readonly withheld: boolean;
  /** Names of the secrets that were found, for the audit trail. */
  readonly names: readonly string[];
  /**
   * A piece of a secret, and not all of it, was found: nothing of the input is shown, and the caller shows nothing else of
   * the answer either. Where a piece stood would tell which of many guesses in the answer was right.
   */
  readonly partial: boolean;
  /** Why something was left out whole although nothing may have been in it: looking at it cost too much. */
  readonly code?: 'REDACTION_BUDGET_EXCEEDED';
}

export interface ScrubbedText extends Scrubbed {
  readonly text: string;
}

export interface ScrubbedJson extends Scrubbed {
  readonly value: Json;
}

export interface ScrubbedHeaders extends Scrubbed {
  readonly headers: [string, string][];
}

/** Why there is no body: a secret, or a piece of one, a charset not read, an archive not opened, work over the bound. */
export type WithheldReason = 'secret' | 'partial' | 'charset' | 'archive' | 'bound';

export type ScrubbedBody =
  | (Scrubbed & { readonly kind: 'json'; readonly value: Json })
  | (Scrubbed & { readonly kind: 'text'; readonly text: string })
  | (Scrubbed & { readonly kind: 'binary'; readonly bytes: Uint8Array })
  | (Scrubbed & { readonly kind: 'withheld'; readonly reason: WithheldReason });

export interface ScrubOptions {
  /** The input was cut at a size limit: its tail could hold half a secret and is dropped. */
  readonly truncated?: boolean;
}

/** Removes a fixed set of secrets from whatever is about to leave. Build one per call; it keeps no state between inputs. */
export interface Scrubber {
  text(text: string, options?: ScrubOptions): ScrubbedText;
  /** Keys too. A string, key, member or container that cannot be cleaned becomes a mark. */
  json(value: Json): ScrubbedJson;
  /** Names and values. */
  headers(list: readonly (readonly [string, string])[]): ScrubbedHeaders;
  /** Decoded content (no content-encoding left) with its declared content type. */
  body(bytes: Uint8Array, contentType: string | undefined, options?: ScrubOptions): ScrubbedBody;
  /** The same; a body over 64 KiB is scrubbed beside the calling thread when the scrubber was given a pool. */
  bodyAside(bytes: Uint8Array, contentType: string | undefined, options?: ScrubOptions): Promise<ScrubbedBody>;
  /** True when the text shows a secret of the call or a piece of one, or cannot be looked through. For what an agent sends. */
  holds(text: string): boolean;
}

/** Scrubs large bodies beside the thread that serves. Its creator closes it. */
export interface ScrubPool {
  /** Never rejects: a body that took too long, or whose worker broke, is withheld with its code. */
  scrub(body: PooledBody): Promise<ScrubbedBody>;
  /** Ends the workers; what they were at is withheld. */
  close(): Promise<void>;
}

export interface PooledBody extends ScrubOptions {
  readonly secrets: readonly KnownSecret[];
  readonly limits?: ScrubLimits;
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
}
