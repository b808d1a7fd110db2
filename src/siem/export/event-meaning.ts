import type { EventType } from '../../audit/index.ts';
import type { RecordFacts } from './record-facts.ts';

/** Severity as OCSF counts it: 1 informational to 5 critical. */
export type Severity = 1 | 2 | 3 | 4;

// Every type there is: a new one does not compile until it has a title.
const TITLES: Readonly<Record<EventType, string>> = {
  'call.intent': 'Credential use begins',
  'call.attempt': 'Request sent with credential',
  'call.outcome': 'Credential use ended',
  'call.denied': 'Credential use denied',
  'items.listed': 'Items listed',
  'request.explained': 'Request explained',
  'usage.noted': 'First use noted',
  'session.opened': 'Session opened',
  'session.refused': 'Session refused',
  'session.closed': 'Session closed',
  'change.intent': 'Change begins',
  'owner.initialised': 'Owner initialised',
  'owner.unlocked': 'Owner unlocked',
  'vault.created': 'Vault created',
  'vault.deleted': 'Vault deleted',
  'item.created': 'Item created',
  'item.edited': 'Item edited',
  'item.deleted': 'Item deleted',
  'item.revealed': 'Secret revealed',
  'item.resolved': 'Secret resolved',
  'item.unlocked': 'Item unlocked for an agent',
  'agent.created': 'Agent created',
  'agent.rotated': 'Agent token rotated',
  'agent.revoked': 'Agent revoked',
  'agent.throttled': 'Agent throttled',
  'agent.suspended': 'Agent suspended',
  'agent.resumed': 'Agent resumed',
  'agent.expired': 'Agent tokens ended early',
  'agent.deleted': 'Agent deleted',
  'agent.token_issued': 'Task token issued',
  'agent.trust_changed': 'Trusted workloads of an agent changed',
  'agent.access_changed': 'Access tokens that open an agent changed',
  'agent.granted': 'Agent granted a vault',
  'grant.added': 'Grant added',
  'grant.removed': 'Grant removed',
  'key.rotated': 'Key rotated',
  'config.changed': 'Configuration changed',
  'audit.checkpoint': 'Audit checkpoint signed',
  'audit.pruned': 'Audit trail pruned',
  'audit.exported': 'Audit trail exported',
  'audit.verified': 'Audit trail verified',
  'audit.anchored': 'Audit trail made that of the installation',
  'anomaly.raised': 'Anomaly raised',
  'anomaly.acknowledged': 'Anomaly acknowledged',
  'access.requested': 'Access requested',
  'approval.requested': 'Approval requested',
  'approval.approved': 'Approval given',
  'approval.denied': 'Approval denied',
  'approval.expired': 'Approval expired',
  'approval.cancelled': 'Approval cancelled',
  'approval.consumed': 'Approval used',
  'run.started': 'Program started with secrets',
  'run.ended': 'Program ended',
  'discovery.scanned': 'Search for exposed credentials',
  'discovery.found': 'Exposed credential found',
  'discovery.protected': 'Exposed credential brought in',
};

/** What kind of event it is, in a few words of our own. */
export function titleOf(type: EventType): string {
  return TITLES[type];
}

export function severityOf({ type, result }: Pick<RecordFacts, 'type' | 'result'>): Severity {
  if (type === 'anomaly.raised' || type === 'agent.suspended') return 4;
  if (result === 'denied' || type === 'call.denied' || type === 'session.refused' || type === 'discovery.found')
    return 3;
  if (result === 'failed' || result === 'unknown' || type === 'item.revealed') return 2;
  return 1;
}

// An agent that is acted upon, not the one that acts.
function isAbout({ actor, agent }: RecordFacts): boolean {
  return agent !== undefined && agent.id !== actor?.id;
}

/** One line for people, made of our own words and printable names. */
export function sentenceOf(facts: RecordFacts): string {
  const who = facts.actor?.name ?? facts.actor?.id;
  const parts = [
    titleOf(facts.type),
    who === undefined ? undefined : `by ${who}`,
    isAbout(facts) ? `agent ${facts.agent?.name ?? facts.agent?.id}` : undefined,
    facts.item === undefined ? undefined : `item ${facts.item.name ?? facts.item.id}`,
    facts.request === undefined ? undefined : `${facts.request.method} ${facts.request.url}`,
    facts.result === undefined ? undefined : `result ${facts.result}`,
    facts.code,
    facts.sentence,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}
