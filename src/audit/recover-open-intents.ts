import type { Clock, JsonObject, Logger } from '../core/index.ts';
import type { ChainWriter } from './chain-writer.ts';
import { textAt } from './json-access.ts';
import { readRecord, type AuditRecord } from './record.ts';
import { prepareLine } from './record-line.ts';
import type { AuditStore } from './store.ts';
import { readWriter, writerState, type ProcessProbe } from './writer.ts';

const MAX_ATTEMPTS = 20;

export interface RecoveryDeps {
  readonly store: AuditStore;
  readonly chain: ChainWriter;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly processes: ProcessProbe;
  /** How old an intent must be when it is unknown whether its process still lives. */
  readonly openIntentLimitMs: number;
  readonly ownWriterId: string;
  /** Calls of this process that ended because their records could not be written. */
  readonly abandoned: ReadonlySet<string>;
}

/**
 * Write the outcome `unknown` for every intent whose process ended before it wrote one; answers how many.
 *
 * Several processes share a trail, so an open intent may be a call that is under way elsewhere. It is
 * left alone while its process is known to live, closed at once when that process is known to be
 * gone, and closed by age when neither can be known (another host, no procfs).
 */
export async function recoverOpenIntents(deps: RecoveryDeps): Promise<number> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const head = await deps.store.head();
    const lost = head === undefined ? [] : await findLostIntents(deps);
    if (head === undefined || lost.length === 0) return 0;
    // Another process may be recovering too: only on an unchanged head are these intents still open.
    const lines = lost.map((intent) => prepareLine(unknownOutcome(intent), deps.clock.now()));
    if (await deps.chain.appendAt(head, lines)) return lost.length;
  }
  deps.logger.warn({}, 'open intents stay open until the next start: other processes kept writing');
  return 0;
}

async function findLostIntents(deps: RecoveryDeps): Promise<readonly AuditRecord[]> {
  const rows = await deps.store.findOpenIntents(Number.MAX_SAFE_INTEGER);
  const records = rows.map((row) => readRecord(row.record)).filter((record) => record !== undefined);
  return records.filter((record) => isLost(record, deps));
}

function isLost(intent: AuditRecord, deps: RecoveryDeps): boolean {
  const callId = textAt(intent, 'call_id');
  const writer = readWriter(intent['writer']);
  if (callId === undefined) return false;
  if (writer?.id === deps.ownWriterId) return deps.abandoned.has(callId);
  const state = writerState(writer, deps.processes);
  return state === 'unsure' ? deps.clock.now() - Date.parse(intent.at) > deps.openIntentLimitMs : state === 'gone';
}

// What the intent said is carried over as it was: it is the only thing known about the call.
function unknownOutcome(intent: AuditRecord): JsonObject {
  const { v, seq, at, chain, prev, writer, ...said } = intent;
  const change = textAt(intent, 'detail', 'change');
  return {
    ...said,
    type: change ?? 'call.outcome',
    outcome: { result: 'unknown' },
    detail: { intent_seq: seq, intent_at: at, reason: 'the process ended before it recorded an outcome' },
  };
}
