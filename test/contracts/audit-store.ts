import { describe, expect, it } from 'vitest';
import type { AuditRow, AuditStore } from '../../src/audit/store.ts';
import { findChainFault, nextRow, type RowFacts } from '../support/audit-rows.ts';

/** What every implementation of the audit port keeps. `open` gives an empty store of its own. */
export function describeAuditStore(name: string, open: () => Promise<AuditStore>): void {
  describe(`the audit store on ${name}`, () => {
    it('has no head and no rows before the first append', async () => {
      const store = await open();
      expect(await store.head()).toBeUndefined();
      expect(await store.read(1, 10)).toEqual([]);
      expect(await store.readLatest(10)).toEqual([]);
    });

    it('hands the head to the builder and returns every column as it was given', async () => {
      const store = await open();
      const row = await append(store, {
        callId: 'c',
        agentId: 'a',
        itemId: 'i',
        at: 1_780_000_000_123,
        note: 'é\u{1F511}',
      });
      const bare = await append(store, {});
      expect(await store.read(1, 10)).toEqual([row, bare]);
      expect(await store.head()).toEqual({ seq: 2, hash: bare.hash });
    });

    it('appends several rows as one step', async () => {
      const store = await open();
      await store.append((head) => {
        const first = nextRow(head);
        return [first, nextRow(first)];
      });
      expect((await store.read(1, 10)).map(({ seq }) => seq)).toEqual([1, 2]);
    });

    it('writes nothing when the builder gives no rows', async () => {
      const store = await open();
      await store.append(() => []);
      expect(await store.head()).toBeUndefined();
    });

    it('writes nothing when the builder throws, and goes on afterwards', async () => {
      const store = await open();
      const broken = store.append(() => {
        throw new RangeError('cannot be built');
      });
      await expect(broken).rejects.toThrow('cannot be built');
      await append(store, {});
      expect(await store.head()).toMatchObject({ seq: 1 });
    });

    it.each([
      ['leaves a gap', 4],
      ['repeats a number', 1],
      ['starts below one', 0],
    ])('refuses a row that %s, with the whole batch', async (_case, seq) => {
      const store = await open();
      await append(store, {});
      const bad = store.append((head) => [nextRow(head), { ...nextRow(nextRow(head)), seq }]);
      await expect(bad).rejects.toMatchObject({ code: 'INTERNAL' });
      expect(await store.head()).toMatchObject({ seq: 1 });
    });

    it('reads a page from any sequence number on, and the latest newest first', async () => {
      const store = await open();
      for (let count = 0; count < 5; count += 1) await append(store, {});
      expect((await store.read(2, 2)).map(({ seq }) => seq)).toEqual([2, 3]);
      expect(await store.readEntries(2, 2)).toEqual(
        (await store.read(2, 2)).map(({ seq, record, hash }) => ({ seq, record, hash })),
      );
      expect((await store.readLatest(2)).map(({ seq }) => seq)).toEqual([5, 4]);
    });

    it('keeps one chain when many callers append at once', async () => {
      const store = await open();
      await Promise.all(Array.from({ length: 40 }, () => append(store, {})));
      const rows = await store.read(1, 100);
      expect(rows).toHaveLength(40);
      expect(findChainFault(rows)).toBeUndefined();
    });

    it('finds an intent until anything but an attempt closes its call', async () => {
      const store = await open();
      const call = await append(store, { type: 'call.intent', callId: 'one' });
      const change = await append(store, { type: 'change.intent', callId: 'two' });
      await append(store, { type: 'call.attempt', callId: 'one' });
      await append(store, { type: 'items.listed' });
      expect(await store.findOpenIntents(100)).toEqual([call, change]);
      await append(store, { type: 'call.outcome', callId: 'one' });
      await append(store, { type: 'item.edited', callId: 'two' });
      expect(await store.findOpenIntents(100)).toEqual([]);
    });

    it('finds an open intent only when it is older than asked', async () => {
      const store = await open();
      await append(store, { type: 'call.intent', callId: 'one', at: 50 });
      expect(await store.findOpenIntents(50)).toEqual([]);
      expect(await store.findOpenIntents(51)).toHaveLength(1);
    });

    it('gives a lease to one holder at a time, and to another once it ran out or was given back', async () => {
      const store = await open();
      const claim = (holder: string, nowMs: number) => store.claimLease({ name: 'watch', holder, nowMs, forMs: 60 });
      expect(await claim('one', 1_000)).toBe(true);
      expect(await claim('two', 1_059)).toBe(false);
      expect(await claim('one', 1_050)).toBe(true);
      expect(await claim('two', 1_109)).toBe(false);
      expect(await claim('two', 1_110)).toBe(true);
      await store.releaseLease('watch', 'one');
      expect(await claim('one', 1_120)).toBe(false);
      await store.releaseLease('watch', 'two');
      expect(await claim('one', 1_120)).toBe(true);
      expect(await claim('two', 500)).toBe(true);
    });

    it('closes an intent in the batch that wrote it', async () => {
      const store = await open();
      await store.append((head) => {
        const intent = nextRow(head, { type: 'call.intent', callId: 'one' });
        return [intent, nextRow(intent, { type: 'call.outcome', callId: 'one' })];
      });
      expect(await store.findOpenIntents(100)).toEqual([]);
    });
  });
}

async function append(store: AuditStore, facts: RowFacts): Promise<AuditRow> {
  const rows: AuditRow[] = [];
  await store.append((head) => {
    rows.push(nextRow(head, facts));
    return rows;
  });
  const [row] = rows;
  if (row === undefined) throw new Error('the builder was not called');
  return row;
}
