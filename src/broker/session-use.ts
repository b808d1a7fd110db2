import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import type { Refusal } from './outcome.ts';
import { readAsCaller } from './read-as-caller.ts';
import { recordEvent } from './record-event.ts';
import type { SessionUsage, SessionUse } from './session-usage.ts';

export interface SessionReport {
  readonly kind: 'session';
  readonly agent: string;
  /** When the agent's token stops working, milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Nothing was used yet when undefined. */
  readonly use: SessionUse | undefined;
  readonly callId: string;
}

/** What the caller has used over this connection so far. Other connections of the same agent are not told. */
export async function sessionUse(
  deps: BrokerDeps & { readonly tally: SessionUsage },
  context: CallContext,
): Promise<SessionReport | Refusal> {
  return readAsCaller(deps, context, async ({ callId, principal }) => {
    const { agentId, agentName: agent, expiresAt } = principal;
    const use = deps.tally.of({ connectionId: context.session.connection_id, agentId });
    const detail = { items: use?.items.length ?? 0, used: true };
    await recordEvent(deps.trail, { callId, context, principal }, { type: 'items.listed', detail });
    return { kind: 'session', agent, expiresAt, use, callId };
  });
}
