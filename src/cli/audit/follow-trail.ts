import process from 'node:process';
import type { AuditRecord, ListFilter } from '../../audit/index.ts';
import { printAnswer } from '../terminal/output.ts';
import type { Runtime } from '../../app/index.ts';
import { recordLine } from './record-line.ts';
import { untilStopped } from '../terminal/until-stopped.ts';

const FOLLOW_EVERY_MS = 500;

/** Print the latest records, oldest first, and then what is recorded, until the program is told to stop. */
export async function followTrail({ storage, trail }: Runtime, filter: ListFilter, json: boolean): Promise<void> {
  let seq = (await storage.audit.head())?.seq ?? 0;
  const before = (await trail.list(filter)).filter((record) => record.seq <= seq);
  for (const record of before.toReversed()) print(record, json);
  await untilStopped(FOLLOW_EVERY_MS, async () => {
    for (let more = true; more;) {
      const next = await trail.readSince(seq, filter);
      for (const record of next.records) print(record, json);
      more = next.seq > seq;
      ({ seq } = next);
    }
  });
}

function print(record: AuditRecord, json: boolean): void {
  const parts = recordLine(record).filter((part) => part !== '');
  printAnswer({ json: record, text: [parts.join('  ')] }, json, process);
}
