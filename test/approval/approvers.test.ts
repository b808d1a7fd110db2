import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/approval/index.ts';
import { act, OWNER, question, SECOND, START, VIEWER } from '../support/approval-facts.ts';
import { idOf, openBench, permitOf, type Bench } from '../support/approval-kit.ts';

async function answerOn(bench: Bench, id: string, answer: Partial<Answer>) {
  const base = { id, digest: await bench.digestOf(id), approverId: OWNER.id, channel: 'console' } as const;
  return bench.approvals.decide({ ...base, yes: true, assurance: 'confirm', ...answer });
}

async function openAsked(asked = question()) {
  const bench = await openBench();
  const id = idOf(await bench.approvals.ask(asked));
  return { ...bench, answer: (answer: Partial<Answer>) => answerOn(bench, id, answer), asked };
}

describe('who may answer', () => {
  it.each([
    ['a viewer', VIEWER.id],
    ['a stranger', 'stranger'],
  ])('is not %s', async (_who, approverId) => {
    const { approvals, answer, asked } = await openAsked();
    const refused = { kind: 'refused', code: 'APPROVAL_NOT_PERMITTED', reason: 'not_an_approver' };
    expect(await answer({ approverId })).toEqual(refused);
    expect(await answer({ approverId, yes: false })).toEqual(refused);
    expect(await approvals.ask(asked)).toMatchObject({ kind: 'pending' });
  });

  it('is not, in a shared vault, the person whom the agent works for', async () => {
    const { answer } = await openAsked(question({ requesterId: OWNER.id }));
    expect(await answer({})).toMatchObject({ code: 'APPROVAL_NOT_PERMITTED', reason: 'own_request' });
    expect(await answer({ approverId: SECOND.id })).toMatchObject({ kind: 'approved' });
  });

  it('is no person who was shown something else, told apart from no unknown approval', async () => {
    const { answer } = await openAsked();
    const refused = { kind: 'refused', code: 'APPROVAL_NOT_FOUND', reason: 'unknown' };
    expect(await answer({ digest: '00' })).toEqual(refused);
    expect(await answer({ id: 'unknown' })).toEqual(refused);
  });

  it('answers once: later ones read how it ended', async () => {
    const { answer } = await openAsked();
    expect(await answer({ yes: false })).toMatchObject({ kind: 'denied' });
    const late = { kind: 'refused', code: 'APPROVAL_ANSWERED', reason: 'late', state: 'denied' };
    expect(await answer({ approverId: SECOND.id })).toEqual(late);
    expect(await answer({})).toEqual(late);
  });
});

describe('the tier', () => {
  it.each([
    ['strong', 'confirm', false],
    ['strong', 'strong', true],
    ['confirm', 'convenience', false],
    ['confirm', 'strong', true],
    ['convenience', 'convenience', true],
  ] as const)('%s: a yes by %s counts: %s', async (tier, assurance, counts) => {
    const { answer } = await openAsked(question({ tier }));
    expect((await answer({ assurance })).kind).toBe(counts ? 'approved' : 'refused');
  });

  it.each([
    ['confirm', true],
    ['convenience', false],
  ] as const)('strong: a no by %s counts: %s', async (assurance, counts) => {
    const { answer } = await openAsked(question({ tier: 'strong' }));
    expect((await answer({ assurance, yes: false })).kind).toBe(counts ? 'denied' : 'refused');
  });
});

describe('four eyes', () => {
  const asked = question({ fourEyes: true });

  it('take two different people', async () => {
    const { answer, approvals } = await openAsked(asked);
    expect(await answer({})).toMatchObject({ kind: 'recorded' });
    expect(await answer({})).toMatchObject({ code: 'APPROVAL_ANSWERED', reason: 'answered_before' });
    expect(await approvals.ask(asked)).toMatchObject({ kind: 'pending' });
    expect(await answer({ approverId: SECOND.id })).toMatchObject({ kind: 'approved' });
    const permit = permitOf(await approvals.ask(asked));
    expect(await approvals.spend({ permit, act: act(), callId: 'c' })).toMatchObject({ kind: 'spent' });
  });

  it('are closed by one no', async () => {
    const { answer } = await openAsked(asked);
    await answer({});
    expect(await answer({ approverId: SECOND.id, yes: false })).toMatchObject({ kind: 'denied' });
  });
});

describe('how people answer', () => {
  it('is kept with its time and its evidence, and summed up for each of them', async () => {
    const bench = await openBench();
    const answers = [
      { yes: true, approverId: OWNER.id, after: 500 },
      { yes: true, approverId: OWNER.id, after: 1_500 },
      { yes: false, approverId: SECOND.id, after: 60_000 },
    ];
    for (const [index, { after, ...answer }] of answers.entries()) {
      const id = idOf(await bench.approvals.ask(question({ act: act({ body: String(index) }) })));
      bench.pass(after);
      await answerOn(bench, id, { ...answer, evidence: { kind: 'test' } });
      const [vote] = await bench.storage.approvals.votes(id);
      expect(vote).toMatchObject({ elapsedMs: after, evidence: '{"kind":"test"}' });
    }
    expect(await bench.storage.approvals.habits(START)).toEqual([
      { approverId: SECOND.id, yes: 0, no: 1, meanMs: 60_000, fast: 0 },
      { approverId: OWNER.id, yes: 2, no: 0, meanMs: 1_000, fast: 2 },
    ]);
  });
});
