import type { ErrorCode } from '../core/index.ts';

/** A request that is never allowed, whatever the binding says. `reason` is our own sentence, fit for an agent. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly reason: string;
}

export function refuse(code: ErrorCode, reason: string): Refusal {
  return { kind: 'refused', code, reason };
}

/**
 * A name the agent sent, for use in a sentence. Only plain names are repeated, so that a reason can carry
 * neither control characters nor prose.
 */
export function quoteName(name: string): string {
  return name.length <= 64 && /^[A-Za-z0-9_.[\]-]+$/.test(name) ? `"${name}"` : 'with that name';
}
