import { agentActor, type AuditEvent } from '../audit/index.ts';
import type { SessionFacts } from '../core/index.ts';
import type { TokenHolder } from '../identity/index.ts';

/** One request of a caller that holds a token. */
export interface SealedRequest {
  readonly holder: TokenHolder;
  readonly session: SessionFacts;
}

/** What every record of a incoming says. */
export function eventOf(
  { holder, session }: SealedRequest,
  callId: string,
): Pick<AuditEvent, 'session' | 'agent'> & { readonly call_id: string } {
  const { agentId: id, agentName: name } = holder.principal;
  return { call_id: callId, session: agentActor(holder.principal, session), agent: { id, name } };
}
