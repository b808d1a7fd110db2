import type { AuditEvent, EventType } from '../../../src/audit/index.ts';
import type { Json, JsonObject } from '../../../src/core/index.ts';
import type { ExportRecord } from '../../../src/siem/export/export-format.ts';
import { recordOf } from './nasty-record.ts';

/** A record that has every member there can be, each with a value that stands nowhere else. */
export function fullRecord(type: EventType, more: Partial<AuditEvent> = {}): ExportRecord {
  return recordOf(type, 'stripe', { ...FULL, ...more });
}

/** Every value in a record, with the path that leads to it; of an array its elements. */
export function leavesOf(value: Json, path = ''): readonly (readonly [string, string])[] {
  if (value === null || value === '') return [];
  if (typeof value !== 'object') return [[path, String(value)]];
  const entries = Array.isArray(value) ? value.map((element) => ['', element] as const) : Object.entries(value);
  return entries.flatMap(([key, inner]) => leavesOf(inner, key === '' ? path : path === '' ? key : `${path}.${key}`));
}

const DETAIL: JsonObject = {
  sentence: 'v-sentence',
  rule: 'v-rule',
  can: 'read',
  claimed_reason: 'v-reason',
  kind: 'v-kind',
  change: 'v-change',
  token_id: 'v-token-issued',
  diff: ['v-diff-one', 'v-diff-two'],
  vaults: [{ id: 'v-granted-vault', name: 'v-granted-name' }],
  grants: [{ grant_id: 'v-granted-grant', vault_id: 'v-granted-in', can: 'v-granted-right' }],
  binding: { origins: ['v-origin'], rules: [{ allow: 'v-allow' }] },
  honest: true,
  count: 4711,
};

const FULL: Partial<AuditEvent> = {
  call_id: 'v-call',
  grant_id: 'v-grant',
  session: {
    principal: { kind: 'agent', id: 'v-agent-acting', name: 'v-agent-name', token_id: 'v-token' },
    transport: 'http',
    connection_id: 'v-connection',
    protocol_version: 'v-protocol',
    era: 'modern',
    client: { name: 'v-client', version: 'v-client-version', claimed: true },
    mcp_session: 'v-mcp-session',
    request_id: 'v-request',
    tool: 'v-tool',
    method: 'v-method',
    trace: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    interaction_id: 'v-interaction',
    round: 7_001,
    process: { pid: 7_002, ppid: 7_003, parent: 'v-parent' },
    client_session: 'v-client-session',
    host_session: 'v-host-session',
    remote: { address: '192.0.2.7', origin: 'v-remote-origin' },
    oauth: { issuer: 'v-issuer', subject: 'v-subject', client_id: 'v-oauth-client', token_id: 'v-oauth-token' },
  },
  agent: { id: 'v-agent', name: 'v-agent-of-record' },
  vault: { id: 'v-vault', name: 'v-vault-name' },
  item: { id: 'v-item', title: 'v-title', version: 7_004, honey: true },
  request: {
    method: 'PATCH',
    origin: 'https://api.test:8443',
    path: '/v-path',
    query_names: ['v-query-one', 'v-query-two'],
    digest: 'v-digest',
    body_bytes: 7_005,
    fingerprints: ['hmac:v-mark-one', 'hmac:v-mark-two'],
  },
  attempt: { number: 7_006, reason: 'v-attempt', origin: 'v-attempt-origin' },
  outcome: {
    result: 'failed',
    code: 'OUTBOUND_TIMEOUT',
    status: 504,
    duration_ms: 7_007.5,
    redacted: true,
    response_bytes: 7_008,
  },
  detail: DETAIL,
};
