import { describe, expect, it } from 'vitest';
import type { AllowanceRow, ApprovalRow, ApprovalStore, AskKey, Seen, Vote } from '../../src/approval/store.ts';
import type { AuditStore } from '../../src/audit/store.ts';
import { nextRow } from '../support/audit-rows.ts';

const AT = 1_780_000_000_000;

function row(id: string, changes: Partial<ApprovalRow> = {}): ApprovalRow {
  return {
    id,
    kind: 'request',
    state: 'pending',
    fingerprint: `fingerprint of ${id}`,
    intent: `intent of ${id}`,
    agentId: 'agent',
    tokenId: 'token',
    itemId: 'item',
    tier: 'strong',
    needed: 1,
    terms: '{"v":1}',
    digest: `digest of ${id}`,
    rules: '{}',
    shown: '{"body":"é\u{1F511}"}',
    askedAt: AT,
    answerBy: AT + 100,
    expiresAt: AT + 200,
    endedAt: undefined,
    told: false,
    reached: ['console', 'phone'],
    notifiedAt: AT,
    spentBy: undefined,
    ...changes,
  };
}

function keyOf({ fingerprint, intent, agentId, itemId }: ApprovalRow, changes: Partial<AskKey> = {}): AskKey {
  return { fingerprint, intent, agentId, itemId, scope: 's', now: AT, deniedSince: 0, maxNotShown: 2, ...changes };
}

function voteFor(id: string, changes: Partial<Vote> = {}): Vote {
  return {
    approvalId: id,
    digest: `digest of ${id}`,
    approverId: 'olga',
    approverVersion: '1',
    yes: true,
    channel: 'console',
    assurance: 'strong',
    evidence: undefined,
    now: AT + 1,
    allowances: [],
    ...changes,
  };
}

function allowance(id: string, approvalId: string, usesLeft: number): AllowanceRow {
  return { id, approvalId, agentId: 'agent', itemId: 'item', scope: 's', usesLeft, expiresAt: AT + 150 };
}

const using = (id: string, now = AT + 2) =>
  ({ kind: 'approval', id, digest: `digest of ${id}`, callId: 'call', now }) as const;

interface Stores {
  readonly approvals: ApprovalStore;
  readonly audit: AuditStore;
}

/** What every implementation of the approval port keeps. `open` gives empty stores of their own. */
export function describeApprovalStore(name: string, open: () => Promise<Stores>): void {
  const openWith = async (...rows: readonly ApprovalRow[]) => {
    const { approvals: store, audit } = await open();
    for (const each of rows) await store.ask(keyOf(each), () => ({ kind: 'insert', row: each }));
    return { store, audit };
  };

  describe(`the approval store on ${name}`, () => {
    it('returns every column as it was given, newest first', async () => {
      const [first, second] = [row('a'), row('b', { agentId: 'other', reached: [], askedAt: AT + 1 })];
      const { store } = await openWith(first, second);
      expect(await store.get('a')).toEqual(first);
      expect(await store.get('c')).toBeUndefined();
      expect(await store.list({ limit: 10 })).toEqual([second, first]);
      expect(await store.list({ limit: 10, agentId: 'agent', states: ['pending'] })).toEqual([first]);
      expect(await store.list({ limit: 10, states: ['denied'] })).toEqual([]);
    });

    it('lets one of many who ask at once insert, because each sees what was there', async () => {
      const { store } = await openWith();
      const ask = (id: string) =>
        store.ask(keyOf(row('same')), ({ latest }) =>
          latest === undefined ? { kind: 'insert', row: { ...row('same'), id } } : { kind: 'nothing' },
        );
      await Promise.all(Array.from({ length: 20 }, (_, index) => ask(String(index))));
      expect(await store.list({ limit: 100 })).toHaveLength(1);
    });

    it('shows who asks how much is pending, and which noes there were', async () => {
      const { store } = await openWith(row('a'), row('b'), row('c', { agentId: 'other' }));
      await store.vote(voteFor('a', { yes: false, now: AT + 5 }));
      let seen: Seen | undefined;
      await store.ask(keyOf(row('d'), { now: AT + 6 }), (found) => ((seen = found), { kind: 'nothing' }));
      expect(seen).toMatchObject({
        latest: undefined,
        allowance: undefined,
        pending: 1,
        denials: [AT + 5],
        now: AT + 6,
      });
      expect(await store.countDenials('agent', AT + 5)).toBe(1);
      expect(await store.countDenials('agent', AT + 6)).toBe(0);
    });

    it('ends what was asked under other versions', async () => {
      const { store } = await openWith(row('a', { intent: 'i' }), row('b', { intent: 'i' }));
      expect(await store.get('a')).toMatchObject({ state: 'void', endedAt: AT, shown: undefined });
      expect(await store.get('b')).toMatchObject({ state: 'pending' });
    });

    it('keeps only the latest of those that no approver was shown', async () => {
      const { store } = await openWith(...['a', 'b', 'c'].map((id) => row(id, { state: 'not_shown', reached: [] })));
      const states = (await store.list({ limit: 9 })).map(({ id, state }) => [id, state]);
      expect(states).toEqual([
        ['c', 'not_shown'],
        ['b', 'not_shown'],
        ['a', 'expired'],
      ]);
    });

    it('takes one answer: of a yes and a no at once one wins, and the other is late', async () => {
      const { store } = await openWith(row('a'));
      const both = [store.vote(voteFor('a')), store.vote(voteFor('a', { approverId: 'ben', yes: false }))];
      expect(await Promise.all(both)).toEqual(['approved', 'late']);
      expect(await store.votes('a')).toMatchObject([{ approverId: 'olga', yes: true, elapsedMs: 1, at: AT + 1 }]);
    });

    it('takes no answer after its time, nor under another digest', async () => {
      const { store } = await openWith(row('a'));
      expect(await store.vote(voteFor('a', { digest: 'other' }))).toBe('late');
      expect(await store.vote(voteFor('a', { now: AT + 100 }))).toBe('late');
      expect(await store.get('a')).toMatchObject({ state: 'expired' });
    });

    it('needs as many different people as it says', async () => {
      const { store } = await openWith(row('a', { needed: 2 }));
      const allowances = [allowance('x', 'a', 1)];
      expect(await store.vote(voteFor('a', { allowances }))).toBe('recorded');
      expect(await store.allowances('agent', AT)).toEqual([]);
      expect(await store.vote(voteFor('a', { allowances }))).toBe('repeated');
      expect(await store.vote(voteFor('a', { approverId: 'ben', allowances }))).toBe('approved');
      expect(await store.allowances('agent', AT)).toEqual(allowances);
    });

    it('gives one use to one of fifty', async () => {
      const { store, audit } = await openWith(row('a'));
      await store.vote(voteFor('a'));
      const uses = Array.from({ length: 50 }, () => store.spend(using('a'), (head) => [nextRow(head)]));
      expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(1);
      expect(await audit.head()).toMatchObject({ seq: 1 });
      expect(await store.get('a')).toMatchObject({ state: 'spent', spentBy: 'call', shown: undefined });
    });

    it('gives five uses to five of fifty, and those of its scope alone', async () => {
      const { store } = await openWith(row('a'));
      await store.vote(voteFor('a', { allowances: [allowance('x', 'a', 5)] }));
      const use = { kind: 'allowance', id: 'x', scope: 's', callId: 'call', now: AT + 2 } as const;
      expect(await store.spend({ ...use, scope: 'other' })).toBe(false);
      const uses = Array.from({ length: 50 }, () => store.spend(use));
      expect((await Promise.all(uses)).filter(Boolean)).toHaveLength(5);
      expect((await store.find(keyOf(row('a')))).allowance).toBeUndefined();
    });

    it.each([
      ['is pending', [], using('a')],
      ['has run out', [voteFor('a')], using('a', AT + 200)],
      ['has another digest', [voteFor('a')], { ...using('a'), digest: 'other' }],
      ['was denied', [voteFor('a', { yes: false })], using('a')],
    ])('gives no use of an approval that %s', async (_case, votes, use) => {
      const { store } = await openWith(row('a'));
      for (const vote of votes) await store.vote(vote);
      expect(await store.spend(use)).toBe(false);
    });

    it('gives no use of a plan as such', async () => {
      const { store } = await openWith(row('a', { kind: 'plan' }));
      await store.vote(voteFor('a'));
      expect(await store.spend(using('a'))).toBe(false);
    });

    it('ends everything open when the clock was put back by more than a correction', async () => {
      const { store } = await openWith(row('a'), row('b'));
      await store.vote(voteFor('a', { allowances: [allowance('x', 'a', 2)] }));
      await store.setReached('b', ['console'], AT - 4_000);
      expect(await store.get('a')).toMatchObject({ state: 'approved' });
      await store.setReached('b', ['console'], AT - 6_000);
      expect(await store.get('a')).toMatchObject({ state: 'expired' });
      expect(await store.get('b')).toMatchObject({ state: 'expired' });
      expect(await store.allowances('agent', AT - 6_000)).toEqual([]);
    });

    it('is not shown once its last channel is lost, and pending again once one is found', async () => {
      const { store } = await openWith(row('a'));
      await store.loseChannel('a', 'phone', AT);
      expect(await store.get('a')).toMatchObject({ state: 'pending', reached: ['console'] });
      await store.loseChannel('a', 'console', AT);
      expect(await store.get('a')).toMatchObject({ state: 'not_shown', reached: [] });
      await store.setReached('a', ['desktop'], AT);
      expect(await store.get('a')).toMatchObject({ state: 'pending', reached: ['desktop'] });
    });

    it('ends what belongs to an approver, and nothing else', async () => {
      const { store } = await openWith(row('a'), row('b'));
      await store.vote(voteFor('a', { allowances: [allowance('x', 'a', 2)] }));
      expect(await store.voidAll({ approverId: 'unknown' }, AT)).toBe(0);
      expect(await store.voidAll({ approverId: 'olga' }, AT)).toBe(2);
      expect(await store.get('b')).toMatchObject({ state: 'pending' });
    });

    it('lets a name be claimed once until it runs out', async () => {
      const { store } = await openWith();
      expect(await store.claimOnce('m', AT, AT + 10)).toBe(true);
      expect(await store.claimOnce('m', AT + 9, AT + 20)).toBe(false);
      expect(await store.claimOnce('m', AT + 10, AT + 20)).toBe(true);
    });

    it('deletes what ended long ago, with its answers, and nothing open', async () => {
      const { store } = await openWith(row('a'), row('b'));
      await store.vote(voteFor('a', { yes: false }));
      expect(await store.prune(AT + 1)).toBe(0);
      expect(await store.prune(AT + 2)).toBe(1);
      expect(await store.votes('a')).toEqual([]);
      expect(await store.list({ limit: 9 })).toHaveLength(1);
    });
  });
}
