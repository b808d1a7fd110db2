import type { ErrorCode, JsonObject, RecordedSession } from '../core/index.ts';
import type { AuditTrail } from './create-audit-trail.ts';

export interface Refusal {
  readonly callId: string;
  readonly session: RecordedSession;
  readonly code: ErrorCode;
  /** For the trail only: the caller is told one sentence for all causes. */
  readonly because: string;
  readonly detail?: JsonObject | undefined;
}

/** Record that a connection or request was refused before any call. Throws `AUDIT_UNWRITABLE`. */
export async function recordRefusal(
  trail: Pick<AuditTrail, 'record'>,
  { callId: call_id, session, code, because, detail }: Refusal,
): Promise<void> {
  const outcome = { result: 'denied', code } as const;
  await trail.record({ type: 'session.refused', call_id, session, outcome, detail: { because, ...detail } });
}
