/**
 * Everything that can stand in the trail. The list is closed: a record of another type is refused, so
 * that a reader of an export knows every case there is. New types are added at the end of a group.
 */
export const EVENT_TYPES = [
  // A call: intent before the secret is decrypted, one attempt per request on the wire, one outcome.
  'call.intent',
  'call.attempt',
  'call.outcome',
  'call.denied',
  'items.listed',
  'request.explained',
  // Something an agent does for the first time, which is no anomaly.
  'usage.noted',
  // Who came in by which entry point.
  'session.opened',
  'session.refused',
  'session.closed',
  // A change by the owner: `change.intent` before it, one of the types below after it.
  'change.intent',
  'owner.initialised',
  'owner.unlocked',
  'vault.created',
  'vault.deleted',
  'item.created',
  'item.edited',
  'item.deleted',
  'item.revealed',
  'item.resolved',
  'item.unlocked',
  'agent.created',
  'agent.rotated',
  'agent.revoked',
  'agent.throttled',
  'agent.suspended',
  'agent.resumed',
  'agent.expired',
  'agent.deleted',
  'agent.token_issued',
  'agent.trust_changed',
  'agent.access_changed',
  'agent.granted',
  'grant.added',
  'grant.removed',
  'key.rotated',
  'config.changed',
  // The trail about itself.
  'audit.checkpoint',
  'audit.pruned',
  'audit.exported',
  'audit.verified',
  'audit.anchored',
  'anomaly.raised',
  'anomaly.acknowledged',
  // A person's yes or no.
  'access.requested',
  'approval.requested',
  'approval.approved',
  'approval.denied',
  'approval.expired',
  'approval.cancelled',
  'approval.consumed',
  // Secrets handed to a child process.
  'run.started',
  'run.ended',
  // Exposed credentials that were looked for, found, and brought in.
  'discovery.scanned',
  'discovery.found',
  'discovery.protected',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** How a call or a change ended. `unknown`: the process ended between the intent and its outcome. */
export const OUTCOME_RESULTS = ['ok', 'denied', 'failed', 'unknown'] as const;

export type OutcomeResult = (typeof OUTCOME_RESULTS)[number];

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

export function isEventType(text: unknown): text is EventType {
  return typeof text === 'string' && KNOWN.has(text);
}

/** An intent is closed by any later record of the same call that is neither intent nor attempt. */
export function isIntent(type: string): boolean {
  return type.endsWith('.intent');
}
