import type { AuditEvent } from '../audit/index.ts';
import type { SessionContext, TokenHolder } from '../identity/index.ts';

/** One request of somebody who holds a token. */
export interface SealedVisit {
  readonly holder: TokenHolder;
  readonly session: Omit<SessionContext, 'principal'>;
}

/** What every record of a visit says. */
export function eventOf(
  { holder, session }: SealedVisit,
  callId: string,
): Pick<AuditEvent, 'session' | 'agent'> & { readonly call_id: string } {
  const { agentId: id, agentName: name, tokenId } = holder.principal;
  const principal = { kind: 'agent', id, name, ...(tokenId === undefined ? {} : { token_id: tokenId }) };
  return { call_id: callId, session: { principal, ...session }, agent: { id, name } };
}
