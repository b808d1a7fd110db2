import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditHead, AuditRow, AuditStore } from '../src/audit/store.ts';
import { silentLogger } from '../src/core/index.ts';
import { openStorage } from '../src/storage/index.ts';
import type { Measurement } from './measurement.ts';

const BATCHES = [1, 16, 64];
const COMMITS = 400;
const WARM_UP = 500;
const RECORD_BYTES = 900;

/** Durable appends to the audit trail, one commit per batch, on a temporary data folder. */
export async function bench(): Promise<readonly Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-bench-'));
  const storage = await openStorage({ folder, logger: silentLogger });
  try {
    await appendBatches(storage.audit, 1, WARM_UP);
    const figures: Measurement[] = [];
    for (const batch of BATCHES) figures.push(...(await measure(storage.audit, batch)));
    return figures;
  } finally {
    await storage.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(audit: AuditStore, batch: number): Promise<readonly Measurement[]> {
  const cpuBefore = process.cpuUsage();
  const wallMs = await appendBatches(audit, batch, COMMITS);
  const cpu = process.cpuUsage(cpuBefore);
  const name = `audit append, ${batch} per commit`;
  const recordsPerSecond = Math.round((COMMITS * batch * 1000) / wallMs);
  return [
    { name, value: recordsPerSecond, unit: 'records/s', aim: batch === 1 ? '>= 667' : `>= ${batch * 300}` },
    { name: `${name}, one commit`, value: rounded(wallMs / COMMITS), unit: 'ms', aim: batch === 1 ? '<= 1.5' : '' },
    { name: `${name}, user CPU`, value: rounded(cpu.user / COMMITS / batch), unit: 'µs/record', aim: '' },
  ];
}

async function appendBatches(audit: AuditStore, batch: number, commits: number): Promise<number> {
  const started = performance.now();
  for (let done = 0; done < commits; done += 1) await audit.append((head) => rows(head, batch));
  return performance.now() - started;
}

function rows(head: AuditHead | undefined, count: number): readonly AuditRow[] {
  const first = (head?.seq ?? 0) + 1;
  return Array.from({ length: count }, (_, index) => row(first + index));
}

// Intent and outcome of one call in turn, as a busy server writes them.
function row(seq: number): AuditRow {
  return {
    seq,
    record: JSON.stringify({ seq, padding: 'x'.repeat(RECORD_BYTES) }),
    hash: seq.toString(16).padStart(64, '0'),
    at: seq,
    type: seq % 2 === 1 ? 'call.intent' : 'call.outcome',
    callId: `call${Math.ceil(seq / 2)}`,
    agentId: `agent${seq % 7}`,
    itemId: `item${seq % 31}`,
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
