import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { AuditHead, AuditRow, AuditStore, UsageLimits } from '../audit/store.ts';
import { KeywardError } from '../core/index.ts';
import { toRecordColumns } from './audit-rows.ts';
import { compileOnce } from './compile-once.ts';
import type { AuditTables } from './tables.ts';
import { createUsageJudge } from './usage-limits.ts';

type Tx = Kysely<AuditTables>;
type Build = Parameters<AuditStore['append']>[0];

export interface AppendOptions {
  readonly limits?: readonly UsageLimits[] | undefined;
  /** Made in the same transaction, where everything is within its limits. False: nothing is written. */
  readonly change?: (() => Promise<boolean>) | undefined;
}

type Append = (tx: Tx, build: Build, options?: AppendOptions) => Promise<void>;

const STAND_IN = {
  seq: 0,
  at: 0,
  type: '',
  callId: '',
  agentId: '',
  itemId: '',
  host: '',
  client: '',
  outcome: '',
  hash: '',
  record: '',
};

/** Twice on the path of every call, so its queries are compiled once. */
export function createAppend(): Append {
  const head = compileOnce((tx: Tx) => selectHead(tx).compile());
  const insert = createInsert();
  const usage = createUsageJudge();
  return async (tx, build, { limits = [], change } = {}) => {
    const [last] = await head(tx, [1]);
    const admissions = await usage.admit(tx, limits);
    const isWithin = admissions.every(({ kind }) => kind === 'within');
    if (change !== undefined && isWithin && !(await change())) return;
    const rows = build(last, admissions);
    assertFollow(last, rows);
    for (const row of rows) await insert(tx, row);
    if (rows.length > 0) await usage.take(tx, limits, admissions);
  };
}

export function selectHead(tx: Tx): SelectQueryBuilder<AuditTables, 'records', AuditHead> {
  return tx.selectFrom('records').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1);
}

// The chain has no gap and no fork because nothing but this is ever inserted, under the write lock.
function assertFollow(head: AuditHead | undefined, rows: readonly AuditRow[]): void {
  const first = (head?.seq ?? 0) + 1;
  if (rows.some((row, index) => row.seq !== first + index)) {
    throw new KeywardError('INTERNAL', 'audit rows must follow the head without a gap');
  }
}

// Which intents are open is stored beside the records, so that a start after a crash need not read the whole trail.
function createInsert(): (tx: Tx, row: AuditRow) => Promise<void> {
  const insert = compileOnce((tx: Tx) => tx.insertInto('records').values(toRecordColumns(STAND_IN)).compile());
  const open = compileOnce((tx: Tx) => {
    const intent = tx.insertInto('open_intents').values({ call_id: '', seq: 0 });
    return intent.onConflict((conflict) => conflict.doNothing()).compile();
  });
  const settle = compileOnce((tx: Tx) => tx.deleteFrom('open_intents').where('call_id', '=', '').compile());
  return async (tx, row) => {
    await insert(tx, Object.values(toRecordColumns(row)));
    if (row.callId === undefined) return;
    if (row.type.endsWith('.intent')) await open(tx, [row.callId, row.seq]);
    else if (!/\.attempt$|^approval\./.test(row.type)) await settle(tx, [row.callId]);
  };
}
