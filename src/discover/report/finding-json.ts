import type { JsonObject } from '../../core/index.ts';
import type { ScanItem } from '../finding.ts';

/** A finding, or what was not read, as `scan --json` lists them. */
export function findingJson(item: ScanItem): JsonObject {
  if ('skipped' in item) return { file: item.file, skipped: item.skipped };
  const { file, line, rule, severity, masked, fingerprint, history } = item;
  return {
    file,
    line,
    rule,
    severity,
    masked,
    fingerprint,
    ...(history === undefined ? {} : { commit: history.commit, author: history.author, date: history.date }),
  };
}
