import type { JsonObject } from '../../core/index.ts';
import type { Finding, ScanItem } from '../finding.ts';

interface SarifOptions {
  readonly version: string;
  /** False when nothing could be read. */
  readonly isComplete: boolean;
}

/** The findings as one SARIF 2.1.0 log, for code hosts and editors. */
export function sarifLog(items: readonly ScanItem[], { version, isComplete }: SarifOptions): JsonObject {
  const findings = items.filter((item): item is Finding => 'rule' in item);
  const rules = new Map(findings.map(({ rule, label }) => [rule, label]));
  const notifications = items.flatMap((item) => ('skipped' in item ? [notificationOf(item.file, item.skipped)] : []));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Keyward', version, rules: [...rules].map(ruleOf) } },
        results: findings.map(resultOf),
        invocations: [{ executionSuccessful: isComplete, toolExecutionNotifications: notifications }],
      },
    ],
  };
}

function ruleOf([id, label]: readonly [string, string]): JsonObject {
  return { id, shortDescription: { text: label } };
}

function resultOf(finding: Finding): JsonObject {
  const { rule, label, severity, masked, fingerprint, history } = finding;
  return {
    ruleId: rule,
    level: severity === 'alert' ? 'error' : 'note',
    message: { text: `${label}: ${masked}` },
    locations: [{ physicalLocation: placeOf(finding) }],
    partialFingerprints: { 'keyward/v1': fingerprint },
    ...(history === undefined ? {} : { properties: { ...history } }),
  };
}

function placeOf({ file, line }: Pick<Finding, 'file' | 'line'>): JsonObject {
  return { artifactLocation: { uri: uriOf(file) }, region: { startLine: line } };
}

function notificationOf(file: string, reason: string): JsonObject {
  return {
    level: 'warning',
    message: { text: `not read: ${reason}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(file) } } }],
  };
}

function uriOf(file: string): string {
  return file.replaceAll('\\', '/').split('/').map(encodeURIComponent).join('/');
}
