import type { AuditRecord } from '../../audit/index.ts';
import type { Answer } from '../terminal/answer.ts';
import { table } from '../terminal/table.ts';
import { textAt } from './record-line.ts';

const HEADINGS = ['time (UTC)', 'rule', 'done', 'what happened', 'id'];

/** Unacknowledged alerts, newest first. */
export function alertsAnswer(alerts: readonly AuditRecord[]): Answer {
  return { json: alerts, text: table(HEADINGS, alerts.map(alertLine), 'no unacknowledged alerts') };
}

function alertLine(record: AuditRecord): readonly string[] {
  const [rule, response, sentence] = ['rule', 'response', 'sentence'].map((name) => textAt(record, 'detail', name));
  const time = record.at.slice(0, 19).replace('T', ' ');
  return [time, rule ?? '', response ?? '', sentence ?? '', textAt(record, 'call_id')];
}
