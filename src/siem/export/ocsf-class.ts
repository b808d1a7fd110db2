import type { EventType } from '../../audit/index.ts';
import type { RecordFacts } from './record-facts.ts';

/** The OCSF 1.8 classes in use: https://schema.ocsf.io/1.8.0/classes */
export const OCSF_CLASS = {
  apiActivity: { uid: 6003, category: 6 },
  authentication: { uid: 3002, category: 3 },
  authorizeSession: { uid: 3003, category: 3 },
  entityManagement: { uid: 3004, category: 3 },
  userAccess: { uid: 3005, category: 3 },
  detectionFinding: { uid: 2004, category: 2 },
} as const;

export type OcsfClass = keyof typeof OCSF_CLASS;

export interface OcsfActivity {
  readonly name: OcsfClass;
  readonly activity: number;
  readonly caption: string;
}

const OTHER = 99;
const BY_METHOD: Readonly<Record<string, [number, string]>> = {
  GET: [2, 'Read'],
  HEAD: [2, 'Read'],
  POST: [1, 'Create'],
  PUT: [3, 'Update'],
  PATCH: [3, 'Update'],
  DELETE: [4, 'Delete'],
};
const BY_SUFFIX: Readonly<Record<string, [number, string]>> = {
  created: [1, 'Create'],
  initialised: [1, 'Create'],
  edited: [3, 'Update'],
  changed: [3, 'Update'],
  rotated: [3, 'Update'],
  expired: [3, 'Update'],
  trust_changed: [3, 'Update'],
  access_changed: [3, 'Update'],
  deleted: [4, 'Delete'],
  revoked: [4, 'Delete'],
  pruned: [4, 'Delete'],
  suspended: [12, 'Suspend'],
  resumed: [13, 'Resume'],
};

/** Which class and activity a record is. */
export function ocsfActivity({ type, request }: Pick<RecordFacts, 'type' | 'request'>): OcsfActivity {
  const known = BY_TYPE[type];
  if (known !== undefined) return known;
  if (/^(vault|item|agent|owner|key|config|change|audit)\./.test(type)) return entity(type);
  const [activity, caption] = BY_METHOD[request?.method ?? ''] ?? [OTHER, 'Use'];
  return { name: 'apiActivity', activity, caption };
}

const BY_TYPE: Readonly<Partial<Record<EventType, OcsfActivity>>> = {
  'session.opened': { name: 'authentication', activity: 1, caption: 'Logon' },
  'session.refused': { name: 'authentication', activity: 1, caption: 'Logon' },
  'session.closed': { name: 'authentication', activity: 2, caption: 'Logoff' },
  'owner.unlocked': { name: 'authentication', activity: 1, caption: 'Logon' },
  'agent.created': { name: 'authorizeSession', activity: 1, caption: 'Assign Privileges' },
  'agent.token_issued': { name: 'authorizeSession', activity: 1, caption: 'Assign Privileges' },
  'agent.granted': { name: 'userAccess', activity: 1, caption: 'Assign Privileges' },
  'grant.added': { name: 'userAccess', activity: 1, caption: 'Assign Privileges' },
  'grant.removed': { name: 'userAccess', activity: 2, caption: 'Revoke Privileges' },
  'anomaly.raised': { name: 'detectionFinding', activity: 1, caption: 'Create' },
  'anomaly.acknowledged': { name: 'detectionFinding', activity: 3, caption: 'Close' },
  'item.revealed': { name: 'apiActivity', activity: 2, caption: 'Read' },
  'item.resolved': { name: 'apiActivity', activity: 2, caption: 'Read' },
};

function entity(type: EventType): OcsfActivity {
  const [activity, caption] = BY_SUFFIX[type.slice(type.indexOf('.') + 1)] ?? [OTHER, 'Other'];
  return { name: 'entityManagement', activity, caption };
}
