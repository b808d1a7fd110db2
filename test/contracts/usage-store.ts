import { describe, expect, it } from 'vitest';
import type { Admission, AuditStore, UsageLimits } from '../../src/audit/store.ts';
import type { UsageStore } from '../../src/broker/usage-store.ts';
import { nextRow } from '../support/audit-rows.ts';

interface UsageStores {
  readonly audit: AuditStore;
  readonly usage: UsageStore;
}

const NOW = 1_780_000_000_000;
const HOUR = 3_600_000;
const KEY = { agentId: 'a', itemId: 'i' };
const LIMITS: UsageLimits = { ...KEY, now: NOW, reflections: { max: 3, windowMs: HOUR } };
const TWO_CALLS: UsageLimits = { ...LIMITS, itemCalls: { max: 2, windowMs: 60_000 } };
const REFLECTS: UsageLimits = { ...LIMITS, takes: 1 };

/** What every implementation of limits keeps. `open` gives empty stores of their own. */
export function describeUsageStore(name: string, open: () => Promise<UsageStores>): void {
  describe(`limits of usage on ${name}`, () => {
    it('admit calls of an item up to its rate, those of one commit and those before it alike', async () => {
      const stores = await open();
      expect(await write(stores, 'call.intent', [TWO_CALLS])).toEqual(['within']);
      expect(await write(stores, 'call.intent', [TWO_CALLS, TWO_CALLS])).toEqual(['within', 'item_calls']);
      expect(await stores.usage.countCalls({ ...KEY, since: NOW - 60_000 })).toBe(2);
      const other = { ...TWO_CALLS, itemId: 'other' };
      const later = { ...TWO_CALLS, now: NOW + 60_000 };
      expect(await write(stores, 'call.intent', [other, later])).toEqual(['within', 'within']);
    });

    it('admit calls of an agent with any item up to its own', async () => {
      const stores = await open();
      const slow = (itemId: string): UsageLimits => ({ ...LIMITS, itemId, agentCalls: { max: 2, windowMs: 60_000 } });
      expect(await write(stores, 'call.intent', ['i', 'j', 'k'].map(slow))).toEqual([
        'within',
        'within',
        'agent_calls',
      ]);
      expect(await write(stores, 'call.intent', [slow('l')])).toEqual(['agent_calls']);
      expect(await stores.usage.countCalls({ agentId: 'a', since: NOW - 1 })).toBe(2);
    });

    it('give the last reflection as the one that locks, and then admit nothing, hit or clean', async () => {
      const stores = await open();
      expect(await write(stores, 'call.outcome', [REFLECTS, LIMITS])).toEqual(['within', 'within']);
      expect(await write(stores, 'call.outcome', [REFLECTS, REFLECTS, REFLECTS, LIMITS])).toEqual([
        'within',
        'locks',
        'reflections',
        'reflections',
      ]);
      expect(await stores.usage.countReflections({ ...KEY, since: NOW - HOUR })).toBe(3);
      expect(await write(stores, 'call.intent', [{ ...LIMITS, agentId: 'b' }])).toEqual(['within']);
      expect(await write(stores, 'call.intent', [{ ...LIMITS, now: NOW + HOUR }])).toEqual(['within']);
    });

    it('take nothing where nothing is written', async () => {
      const stores = await open();
      await stores.audit.append(() => [], [REFLECTS]);
      const broken = stores.audit.append(() => {
        throw new RangeError('cannot be built');
      }, [REFLECTS]);
      await expect(broken).rejects.toThrow('cannot be built');
      expect(await stores.usage.countReflections({ ...KEY, since: 0 })).toBe(0);
    });

    it('hold for writers at the same moment', async () => {
      const stores = await open();
      const answers = await Promise.all(
        Array.from({ length: 12 }, async () => write(stores, 'call.outcome', [REFLECTS])),
      );
      expect(answers.flat().filter((answer) => answer === 'within')).toHaveLength(2);
      expect(answers.flat().filter((answer) => answer === 'locks')).toHaveLength(1);
    });
  });
}

/** Writes the rows that are admitted, and says of each what became of it. */
async function write({ audit }: UsageStores, type: string, limits: readonly UsageLimits[]): Promise<readonly string[]> {
  let answers: readonly Admission[] = [];
  await audit.append((head, admissions) => {
    answers = admissions;
    let last = head;
    return limits.flatMap(({ agentId, itemId, now: at }, index) => {
      if (admissions[index]?.kind !== 'within') return [];
      const row = nextRow(last, { type, agentId, itemId, at });
      last = row;
      return row;
    });
  }, limits);
  return answers.map((answer) => (answer.kind === 'over' ? answer.limit : answer.locks ? 'locks' : 'within'));
}
