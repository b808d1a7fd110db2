import { cef } from './cef.ts';
import { csv } from './csv.ts';
import { ecs } from './ecs.ts';
import type { ExportFormat } from './export-format.ts';
import { jsonl } from './jsonl.ts';
import { ocsf } from './ocsf.ts';
import { onePassword } from './one-password.ts';
import { otlp } from './otlp.ts';
import { syslog } from './syslog.ts';

/** Every format a trail can leave in. The contract test runs over this list. */
export const EXPORT_FORMATS: readonly ExportFormat[] = [jsonl, ocsf, ecs, cef, otlp, syslog, onePassword, csv];

/** The format of that name, if there is one. */
export function findExportFormat(name: string): ExportFormat | undefined {
  return EXPORT_FORMATS.find((format) => format.name === name);
}
