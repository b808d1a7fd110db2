import { sql, type CompiledQuery, type Kysely } from 'kysely';
import type { Admission, Limit, UsageLimits } from '../audit/store.ts';
import { compileOnce } from './compile-once.ts';
import type { AuditTables } from './tables.ts';

type Tx = Kysely<AuditTables>;
type Sum = CompiledQuery<{ total: number | null }>;

export interface UsageJudge {
  /** Reads only: what the admitted ones take is written by `take`, in the same transaction. */
  admit(tx: Tx, limits: readonly UsageLimits[]): Promise<readonly Admission[]>;
  take(tx: Tx, limits: readonly UsageLimits[], admissions: readonly Admission[]): Promise<void>;
}

/** Twice on the path of every call, so its queries are compiled once. */
export function createUsageJudge(): UsageJudge {
  const countsIn = createCounts();
  return {
    async admit(tx, limits) {
      const counts = countsIn(tx);
      const admissions: Admission[] = [];
      for (const [index, wanted] of limits.entries()) {
        const earlier = limits.slice(0, index).filter((_, at) => admissions[at]?.kind === 'within');
        admissions.push(await admit(counts, wanted, earlier));
      }
      return admissions;
    },
    async take(tx, limits, admissions) {
      for (const [index, wanted] of limits.entries()) {
        if (admissions[index]?.kind === 'within' && (wanted.takes ?? 0) > 0) await takeReflections(tx, wanted);
      }
    },
  };
}

async function admit(counts: Counts, wanted: UsageLimits, earlier: readonly UsageLimits[]): Promise<Admission> {
  const { agentId, itemId, now, itemCalls, agentCalls, reflections, takes = 0 } = wanted;
  const ofAgent = earlier.filter((other) => other.agentId === agentId);
  const ofItem = ofAgent.filter((other) => other.itemId === itemId);
  const reflected = ofItem.reduce((sum, other) => sum + (other.takes ?? 0), 0);
  const used = reflected + (await counts.reflections([agentId, itemId, since(now, reflections)]));
  if (used >= reflections.max) return { kind: 'over', limit: 'reflections' };
  if (agentCalls !== undefined) {
    const calls = await counts.agentCalls([agentId, since(now, agentCalls)]);
    if (calls + ofAgent.filter(isCall).length >= agentCalls.max) return { kind: 'over', limit: 'agent_calls' };
  }
  if (itemCalls !== undefined) {
    const calls = await counts.itemCalls([agentId, itemId, since(now, itemCalls)]);
    if (calls + ofItem.filter(isCall).length >= itemCalls.max) return { kind: 'over', limit: 'item_calls' };
  }
  return { kind: 'within', locks: used + takes >= reflections.max };
}

function since(now: number, { windowMs }: Limit): number {
  return now - windowMs;
}

function isCall({ itemCalls, agentCalls }: UsageLimits): boolean {
  return itemCalls !== undefined || agentCalls !== undefined;
}

// Those of the item that no window reaches any more go with it, so that the table stays as small as the lock is long.
async function takeReflections(tx: Tx, { agentId, itemId, now, reflections, takes = 0 }: UsageLimits): Promise<void> {
  const old = tx.deleteFrom('reflections').where('agent_id', '=', agentId).where('item_id', '=', itemId);
  await old.where('at', '<=', since(now, reflections)).execute();
  const row = { agent_id: agentId, item_id: itemId, at: now, charge: takes };
  await tx.insertInto('reflections').values(row).execute();
}

type Count = (parameters: readonly unknown[]) => Promise<number>;

/** Each is given its parameters in the order of the query: agent, item where it has one, since. */
interface Counts {
  readonly reflections: Count;
  readonly itemCalls: Count;
  readonly agentCalls: Count;
}

function createCounts(): (tx: Tx) => Counts {
  const total = (select: (tx: Tx) => Sum): ((tx: Tx) => Count) => {
    const run = compileOnce(select);
    return (tx) => async (parameters) => Number((await run(tx, parameters))[0]?.total ?? 0);
  };
  const reflections = total((tx) => sumReflections(tx, { agentId: '', itemId: '', since: 0 }));
  const itemCalls = total((tx) => sumCalls(tx, { agentId: '', itemId: '', since: 0 }));
  const agentCalls = total((tx) => sumCalls(tx, { agentId: '', since: 0 }));
  return (tx) => ({ reflections: reflections(tx), itemCalls: itemCalls(tx), agentCalls: agentCalls(tx) });
}

export interface UsageWindow {
  readonly agentId: string;
  readonly since: number;
}

export function sumReflections(tx: Tx, { agentId, itemId, since: at }: UsageWindow & { readonly itemId: string }): Sum {
  const rows = tx.selectFrom('reflections').where('agent_id', '=', agentId).where('item_id', '=', itemId);
  return rows
    .where('at', '>', at)
    .select((eb) => eb.fn.sum<number | null>('charge').as('total'))
    .compile();
}

// A literal, not a parameter: only then does SQLite know that its index of calls has all these rows.
export function sumCalls(tx: Tx, { agentId, itemId, since: at }: UsageWindow & { readonly itemId?: string }): Sum {
  const calls = tx.selectFrom('records').where('type', '=', sql.lit('call.intent')).where('agent_id', '=', agentId);
  const wanted = itemId === undefined ? calls : calls.where('item_id', '=', itemId);
  return wanted
    .where('at', '>', at)
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .compile();
}
