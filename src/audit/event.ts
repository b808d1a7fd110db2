import type { ErrorCode, JsonObject, RecordedSession } from '../core/index.ts';
import type { EventType, OutcomeResult } from './event-types.ts';

/** The request without anything that could be secret: no query values, no header values, no body. */
export interface AuditRequest {
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly query_names?: readonly string[] | undefined;
  /** Digest of the canonical request that was judged and sent, hex. */
  readonly digest: string;
  readonly body_bytes?: number | undefined;
  /** Keyed fingerprints of query values, header values and what the body says. */
  readonly fingerprints?: readonly string[] | undefined;
}

/** How it ended. `code` is from the one error table; that is also the closed list of denial reasons. */
export interface AuditOutcome {
  readonly result: OutcomeResult;
  readonly code?: ErrorCode | undefined;
  /** HTTP status of the upstream answer. */
  readonly status?: number | undefined;
  readonly duration_ms?: number | undefined;
  /** True when something in the answer had to be replaced. */
  readonly redacted?: boolean | undefined;
  readonly response_bytes?: number | undefined;
}

/**
 * What happened, as the other modules tell it. Position, time and hashes are added by the trail.
 *
 * Never holds a secret, and no query value, header value or body: those come as fingerprints only.
 * Long strings are cut with a visible mark, so a caller need not measure them.
 */
export interface AuditEvent {
  readonly type: EventType;
  /** Joins the records of one call or one change. Without it the record gets one of its own. */
  readonly call_id?: string | undefined;
  /** The grant it was made under. Without it the record says `owner` for what the owner does, else `none`. */
  readonly grant_id?: string | undefined;
  /** What was verified of who acts and how, and apart from it what was claimed. */
  readonly session: RecordedSession;
  readonly vault?: { readonly id: string; readonly name?: string | undefined } | undefined;
  readonly item?:
    | {
        readonly id: string;
        readonly title?: string | undefined;
        readonly version?: number | undefined;
        /** A decoy: any use of it is suspicious. */
        readonly honey?: boolean | undefined;
      }
    | undefined;
  /** The agent that acts, or that is acted upon by the owner. */
  readonly agent?: { readonly id: string; readonly name?: string | undefined } | undefined;
  readonly request?: AuditRequest | undefined;
  /** One request on the wire: number, origin, status, duration. */
  readonly attempt?: JsonObject | undefined;
  readonly outcome?: AuditOutcome | undefined;
  readonly detail?: JsonObject | undefined;
}
