import type { AuditRecord, AuditTrail } from '../../audit/index.ts';

/** The latest record of something the agent itself did; `undefined` when it never did anything. */
export async function lastUse(trail: AuditTrail, agentId: string): Promise<AuditRecord | undefined> {
  const [latest] = await trail.list({
    agent: agentId,
    types: [
      'call.intent',
      'call.denied',
      'items.listed',
      'request.explained',
      'session.opened',
      'item.resolved',
      'run.started',
    ],
    limit: 1,
  });
  return latest;
}
