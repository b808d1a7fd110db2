import type { AllowanceRow, ApprovalRow } from './store.ts';

/** What `spend` takes. It is no proof by itself: everything is looked at again when it is used. */
export type Permit =
  | { readonly kind: 'approval'; readonly id: string }
  | { readonly kind: 'allowance'; readonly id: string; readonly approvalId: string };

/** How a request stands. Everything but `approved` is an answer for the agent, with its code. */
export type Standing =
  | { readonly kind: 'approved'; readonly permit: Permit }
  | {
      readonly kind: 'pending';
      readonly code: 'APPROVAL_PENDING';
      readonly id: string;
      /** Milliseconds since the epoch. */
      readonly answerBy: number;
      /** Names of the channels. */
      readonly asked: readonly string[];
    }
  /** No approver could be asked. It may still be answered until then, and the identical retry then goes through. */
  | { readonly kind: 'not_shown'; readonly code: 'APPROVAL_NOT_SHOWN'; readonly id: string; readonly answerBy: number }
  | { readonly kind: 'denied'; readonly code: 'APPROVAL_DENIED'; readonly id: string }
  /** Told once; the retry after that asks anew. */
  | { readonly kind: 'expired'; readonly code: 'APPROVAL_EXPIRED'; readonly id: string }
  /** Ended because item, binding, grant or approver changed. Told once; the retry after that asks anew. */
  | { readonly kind: 'void'; readonly code: 'APPROVAL_VOID'; readonly id: string }
  | { readonly kind: 'too_many'; readonly code: 'APPROVAL_TOO_MANY'; readonly limit: number }
  | { readonly kind: 'cooling_down'; readonly code: 'APPROVAL_COOLING_DOWN'; readonly until: number };

/** The standing of an approval by its state; undefined when it has been used. */
export function standingOf(row: ApprovalRow): Standing | undefined {
  const { id, answerBy } = row;
  switch (row.state) {
    case 'approved':
      return { kind: 'approved', permit: { kind: 'approval', id } };
    case 'pending':
      return { kind: 'pending', code: 'APPROVAL_PENDING', id, answerBy, asked: row.reached };
    case 'not_shown':
      return { kind: 'not_shown', code: 'APPROVAL_NOT_SHOWN', id, answerBy };
    case 'denied':
      return { kind: 'denied', code: 'APPROVAL_DENIED', id };
    case 'expired':
      return { kind: 'expired', code: 'APPROVAL_EXPIRED', id };
    case 'void':
      return { kind: 'void', code: 'APPROVAL_VOID', id };
    case 'spent':
      return undefined;
  }
}

export function standingByAllowance({ id, approvalId }: AllowanceRow): Standing {
  return { kind: 'approved', permit: { kind: 'allowance', id, approvalId } };
}

/** Whether it still counts by this clock; the store has the last word when it is used. */
export function isLive({ state, answerBy, expiresAt }: ApprovalRow, now: number): boolean {
  if (state === 'approved') return expiresAt > now;
  return (state === 'pending' || state === 'not_shown') && answerBy > now;
}
