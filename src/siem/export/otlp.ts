import type { ExportFormat, ExportOptions, ExportRecord } from './export-format.ts';
import { sentenceOf, severityOf } from './event-meaning.ts';
import { ownPairs } from './own-members.ts';
import { recordFacts, type RecordFacts } from './record-facts.ts';

type Value = string | number | boolean | undefined;

const NANOSECONDS_PER_MS = 1_000_000n;
// OpenTelemetry logs data model: INFO, INFO2, WARN, ERROR.
const SEVERITY = { 1: [9, 'INFO'], 2: [10, 'INFO2'], 3: [13, 'WARN'], 4: [17, 'ERROR'] } as const;

/**
 * OpenTelemetry logs in OTLP/JSON: each `encode` is one `ExportLogsServiceRequest` on one line, to be sent to `/v1/logs` or kept as an
 * OTLP file. Attribute names are those of the semantic conventions where there is one, else begin with `keyward.`.
 */
export const otlp: ExportFormat = {
  name: 'otlp',
  contentType: 'application/json',
  encode: (records, options) => (records.length === 0 ? '' : `${JSON.stringify(request(records, options))}\n`),
};

function request(records: readonly ExportRecord[], { productVersion, hostname, instance }: ExportOptions): object {
  const resource = {
    'service.name': 'keyward',
    'service.version': productVersion,
    'service.instance.id': instance,
    'host.name': hostname,
  };
  const logRecords = records.map(({ record, hash }) => logRecord(recordFacts(record, hash)));
  const scopeLogs = [{ scope: { name: 'keyward.audit', version: '1' }, logRecords }];
  return { resourceLogs: [{ resource: { attributes: attributes(resource) }, scopeLogs }] };
}

function logRecord(facts: RecordFacts): object {
  const [severityNumber, severityText] = SEVERITY[severityOf(facts)];
  const time = String(BigInt(facts.atMs) * NANOSECONDS_PER_MS);
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    severityNumber,
    severityText,
    eventName: `keyward.${facts.type}`,
    body: { stringValue: sentenceOf(facts) },
    attributes: attributes(attributesOf(facts)),
    ...(facts.traceId === undefined ? {} : { traceId: facts.traceId, spanId: facts.spanId }),
  };
}

function attributesOf(facts: RecordFacts): Readonly<Record<string, Value>> {
  const { actor, agent, client, item, request: to, vault } = facts;
  return {
    'keyward.seq': facts.seq,
    'keyward.hash': facts.hash,
    'keyward.chain': facts.chain,
    'keyward.call.id': facts.callId,
    'keyward.grant.id': facts.grantId,
    'keyward.result': facts.result,
    'keyward.agent.id': agent?.id,
    'keyward.agent.name': agent?.name,
    'keyward.token.id': facts.tokenId,
    'keyward.item.id': item?.id,
    'keyward.item.title': item?.name,
    'keyward.item.version': facts.itemVersion,
    'keyward.vault.id': vault?.id,
    'keyward.connection.id': facts.connectionId,
    'keyward.mcp.client.name': client?.name,
    'keyward.mcp.client.version': client?.version,
    'keyward.mcp.client.self_reported': client === undefined ? undefined : true,
    'mcp.session.id': facts.mcpSession,
    'mcp.protocol.version': facts.protocolVersion,
    'jsonrpc.request.id': facts.requestId,
    'gen_ai.operation.name': facts.tool === undefined ? undefined : 'execute_tool',
    'gen_ai.tool.name': facts.tool,
    'network.transport': facts.transport === 'stdio' ? 'pipe' : facts.transport === undefined ? undefined : 'tcp',
    'user.id': actor?.id,
    'user.name': actor?.name,
    'http.request.method': to?.method,
    'url.full': to?.url,
    'server.address': to?.host,
    'server.port': to?.port,
    'http.response.status_code': facts.status,
    'error.type': facts.code,
    'process.pid': facts.pid,
    'client.address': facts.remoteAddress,
    ...Object.fromEntries(ownPairs(facts, 'otlp').map(([name, value]) => [`keyward.${name}`, value])),
  };
}

function attributes(values: Readonly<Record<string, Value>>): readonly object[] {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({ key, value: anyValue(value) }));
}

// 64-bit integers are strings in the JSON form of protocol buffers.
function anyValue(value: Value): object {
  if (typeof value === 'number') return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: value };
}
