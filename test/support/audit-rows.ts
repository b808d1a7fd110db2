import type { AuditHead, AuditRow } from '../../src/audit/store.ts';
import { canonicalJson, sha256Hex } from '../../src/core/index.ts';

export interface RowFacts {
  readonly type?: string;
  readonly at?: number;
  readonly callId?: string;
  readonly agentId?: string;
  readonly itemId?: string;
  readonly note?: string;
}

/** The row that follows `head`, chained to it as the audit room chains records. */
export function nextRow(head: AuditHead | undefined, facts: RowFacts = {}): AuditRow {
  const seq = (head?.seq ?? 0) + 1;
  const record = canonicalJson({ seq, prev: head?.hash ?? '', note: facts.note ?? '' });
  return {
    seq,
    record,
    hash: sha256Hex(record),
    at: facts.at ?? seq,
    type: facts.type ?? 'items.listed',
    callId: facts.callId,
    agentId: facts.agentId,
    itemId: facts.itemId,
  };
}

/** What is wrong with the chain, or `undefined`: a gap, a fork, a broken link, or changed bytes. */
export function findChainFault(rows: readonly AuditRow[]): string | undefined {
  let previous: AuditHead | undefined;
  for (const row of rows) {
    if (row.seq !== (previous?.seq ?? 0) + 1) return `sequence breaks at ${row.seq}`;
    if (row.hash !== sha256Hex(row.record)) return `bytes changed at ${row.seq}`;
    if (!row.record.includes(`"prev":"${previous?.hash ?? ''}"`)) return `link breaks at ${row.seq}`;
    previous = row;
  }
  return undefined;
}
