import { createHash } from 'node:crypto';
import type { EventType } from '../../audit/index.ts';
import { textAt } from '../../audit/index.ts';
import { lineFormat, type ExportRecord } from './export-format.ts';
import { recordFacts, type RecordFacts } from './record-facts.ts';

const UUID_LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const UUID_LENGTH = 26;

// 1Password's own short words. What it has no word for is left out of the audit events.
const USAGE_ACTIONS: Readonly<Partial<Record<EventType, string>>> = {
  'call.outcome': 'server-fetch',
  'item.resolved': 'server-fetch',
  'item.revealed': 'reveal',
  'item.created': 'server-create',
  'item.edited': 'server-update',
};
const AUDIT_ACTIONS: Readonly<Partial<Record<EventType, readonly [action: string, object: string]>>> = {
  'vault.created': ['create', 'vault'],
  'vault.deleted': ['delete', 'vault'],
  'item.created': ['create', 'item'],
  'item.edited': ['update', 'item'],
  'item.deleted': ['delete', 'item'],
  'agent.created': ['create', 'sa'],
  'agent.rotated': ['update', 'satoken'],
  'agent.revoked': ['delete', 'sa'],
  'agent.expired': ['expire', 'satoken'],
  'agent.deleted': ['delete', 'sa'],
  'agent.token_issued': ['create', 'satoken'],
  'agent.trust_changed': ['update', 'sa'],
  'agent.access_changed': ['update', 'sa'],
  'agent.suspended': ['suspend', 'sa'],
  'agent.resumed': ['reactivate', 'sa'],
  'agent.granted': ['grant', 'uva'],
  'grant.added': ['grant', 'uva'],
  'grant.removed': ['revoke', 'uva'],
  'key.rotated': ['update', 'account'],
  'owner.initialised': ['create', 'account'],
  'audit.exported': ['export', 'ereport'],
};

/** Events in the shape of the 1Password Events API v2, so that parsers written for it go on working: usages, then audit events. */
export const onePassword = lineFormat('1password', 'application/x-ndjson', (record) => {
  const events = [itemUsage(record), auditEvent(record)].filter((event) => event !== undefined);
  return events.length === 0 ? undefined : events.map((event) => JSON.stringify(event)).join('\n');
});

/** One element of `/api/v2/itemusages`. Undefined for a record that is no use of an item. */
export function itemUsage({ record, hash }: ExportRecord): object | undefined {
  const facts = recordFacts(record, hash);
  const action = USAGE_ACTIONS[facts.type];
  if (action === undefined || facts.item === undefined || (facts.result ?? 'ok') !== 'ok') return undefined;
  return {
    uuid: uuidOf(hash),
    timestamp: facts.at,
    used_version: facts.itemVersion ?? 0,
    vault_uuid: facts.vault?.id ?? '',
    item_uuid: facts.item.id,
    action,
    user: userOf(facts),
    client: clientOf(facts),
    account_uuid: facts.chain,
  };
}

/** One element of `/api/v2/auditevents`. Undefined for a record that is no change. */
export function auditEvent({ record, hash }: ExportRecord): object | undefined {
  const facts = recordFacts(record, hash);
  const [action, objectType] = AUDIT_ACTIONS[facts.type] ?? [];
  if (action === undefined || (facts.result ?? 'ok') !== 'ok') return undefined;
  // Reading the feed is not an event of the feed: a client that polls would never come to its end.
  if (textAt(record, 'detail', 'feed') !== undefined) return undefined;
  const object = facts.item ?? facts.agent ?? facts.vault;
  return {
    uuid: uuidOf(hash),
    timestamp: facts.at,
    account_uuid: facts.chain,
    actor_uuid: facts.actor?.id ?? '',
    actor_type: facts.actor?.kind === 'agent' ? 'service_account' : 'user',
    actor_details: userOf(facts),
    action,
    object_type: objectType,
    object_uuid: object?.id ?? '',
    aux_id: 0,
    aux_uuid: facts.vault?.id ?? '',
    aux_info: object?.name ?? '',
    session: { uuid: facts.connectionId ?? '', login_time: facts.at, device_uuid: '', ip: facts.remoteAddress ?? '' },
  };
}

/** The uuid of an event: 26 letters made from the hash of its record, so that it is the same on every page. */
export function uuidOf(hash: string): string {
  const bytes = createHash('sha256').update(hash).digest().subarray(0, UUID_LENGTH);
  return Array.from(bytes, (byte) => UUID_LETTERS[byte & 31]).join('');
}

function userOf({ actor }: RecordFacts): object {
  const type = actor?.kind === 'agent' ? 'service_account' : 'user';
  return { uuid: actor?.id ?? '', name: actor?.name ?? '', email: '', type };
}

function clientOf({ client, remoteAddress, transport }: RecordFacts): object {
  return {
    app_name: client?.name ?? `keyward ${transport ?? ''}`.trim(),
    app_version: client?.version ?? '',
    platform_name: '',
    platform_version: '',
    os_name: '',
    os_version: '',
    ip_address: remoteAddress ?? '',
  };
}
