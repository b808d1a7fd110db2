import type { Runtime } from '../app/index.ts';
import { agentActor } from '../audit/index.ts';
import { newId, type SessionFacts } from '../core/index.ts';
import type { ConnectionFacts, McpHttpDeps, Scope, SessionHolder } from '../mcp/index.ts';

type Recording = Pick<McpHttpDeps, 'sessionOpened' | 'sessionClosed' | 'scopesMissing'>;

/** What the trail is told about MCP sessions over HTTP. */
export function mcpRecords(runtime: Pick<Runtime, 'trail' | 'random'>): Recording {
  const record = async (type: 'session.opened' | 'session.closed', holder: SessionHolder, facts: ConnectionFacts) => {
    const { call_id, agent, session } = factsOf(runtime, holder, { era: 'legacy', ...facts });
    await runtime.trail.record({ type, call_id, session, agent });
  };
  return {
    sessionOpened: async (holder, facts) => record('session.opened', holder, facts),
    sessionClosed: async (holder, facts) => record('session.closed', holder, facts),
    scopesMissing: async (holder, facts, scopes: readonly Scope[]) =>
      runtime.trail
        .record({
          type: 'call.denied',
          ...factsOf(runtime, holder, facts),
          outcome: { result: 'denied', code: 'IDENTITY_NOT_PERMITTED' },
          detail: { missing_scopes: [...scopes] },
        })
        .then(() => undefined),
  };
}

function factsOf({ random }: Pick<Runtime, 'random'>, { agentId, name }: SessionHolder, facts: Partial<SessionFacts>) {
  const session = agentActor({ agentId, agentName: name }, facts);
  return { call_id: newId(random), session, agent: { id: agentId, name } };
}
