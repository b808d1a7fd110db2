import type { AuditTrail } from '../audit/index.ts';
import { ERROR_CODES, isKeywardError, type ErrorCode } from '../core/index.ts';
import { eventOf, type SealedRequest } from './event.ts';

export interface SealedRefusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly hint: string;
  readonly callId: string;
}

interface Refusing {
  readonly trail: Pick<AuditTrail, 'record'>;
  readonly incoming: SealedRequest;
  readonly callId: string;
}

const UNEXPECTED = 'something went wrong inside Keyward; the operator finds it under this call id';

/** The refusal that an error means. What the owner forbade is recorded; that something is gone or was changed is no such thing. */
export async function refusalOf({ trail, incoming, callId }: Refusing, error: unknown): Promise<SealedRefusal> {
  if (!isKeywardError(error)) return refusal(callId, { code: 'INTERNAL', reason: UNEXPECTED });
  const { code, message: reason, hint } = error;
  if (code === 'IDENTITY_NOT_PERMITTED' || code === 'VAULT_NOT_FOUND') {
    const outcome = { result: 'denied', code } as const;
    const recorded = await trail
      .record({ ...eventOf(incoming, callId), type: 'item.resolved', detail: { sealed: true }, outcome })
      .then(
        () => true,
        () => false,
      );
    if (!recorded) return refusal(callId, { code: 'AUDIT_UNWRITABLE', reason: 'the refusal could not be recorded' });
  }
  return refusal(callId, { code, reason, hint });
}

interface Reason {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly hint?: string | undefined;
}

function refusal(callId: string, { code, reason, hint }: Reason): SealedRefusal {
  return { kind: 'refused', code, reason, hint: hint ?? ERROR_CODES[code].hint, callId };
}
