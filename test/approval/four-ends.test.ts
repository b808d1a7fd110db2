import { describe, expect, it } from 'vitest';
import { APPROVAL_LIMITS, type Channel, type DenialAlert } from '../../src/approval/index.ts';
import { act, OWNER, question } from '../support/approval-facts.ts';
import { idOf, openBench, permitOf } from '../support/approval-kit.ts';

const LATE = APPROVAL_LIMITS.answerMs + 1;

describe('a request that a person must say yes to', () => {
  it('is pending, and the identical one is the same approval, which is shown once', async () => {
    const { approvals, told } = await openBench();
    const first = await approvals.ask(question());
    expect(first).toMatchObject({ kind: 'pending', code: 'APPROVAL_PENDING', asked: ['list'] });
    expect(await approvals.ask(question({ display: { agent: 'a', item: 'i', reason: 'other words' } }))).toEqual(first);
    await approvals.settled();
    expect(told.map(({ id }) => id)).toEqual([idOf(first)]);
  });

  it('goes through on the identical retry once a person said yes, as one use', async () => {
    const { approvals, answered } = await openBench();
    const use = { permit: permitOf(await answered(true)), act: act(), callId: 'call-1' };
    expect(await approvals.spend(use)).toMatchObject({ kind: 'spent' });
    expect(await approvals.spend(use)).toEqual({ kind: 'refused', code: 'APPROVAL_VOID', reason: 'already_used' });
    expect(await approvals.ask(question())).toMatchObject({ kind: 'pending' });
  });

  it('is refused after a no, also on the retry, until the cool-down is over', async () => {
    const { approvals, answered, pass } = await openBench();
    expect(await answered(false)).toMatchObject({ kind: 'denied', code: 'APPROVAL_DENIED' });
    expect(await approvals.ask(question())).toMatchObject({ code: 'APPROVAL_DENIED' });
    expect(await approvals.ask(question({ act: act({ body: '1' }) }))).toMatchObject({ code: 'APPROVAL_COOLING_DOWN' });
    expect(await approvals.ask(question({ act: act({ agentId: 'agent-2' }) }))).toMatchObject({ kind: 'pending' });
    pass(APPROVAL_LIMITS.coolDownMs);
    expect(await approvals.ask(question())).toMatchObject({ kind: 'pending' });
  });

  it('waits twice as long after the second no', async () => {
    const { approvals, answered, pass } = await openBench();
    await answered(false);
    pass(APPROVAL_LIMITS.coolDownMs);
    await answered(false);
    pass(APPROVAL_LIMITS.coolDownMs);
    const other = question({ act: act({ body: '1' }) });
    expect(await approvals.ask(other)).toMatchObject({ kind: 'cooling_down' });
    pass(APPROVAL_LIMITS.coolDownMs);
    expect(await approvals.ask(other)).toMatchObject({ kind: 'pending' });
  });

  it('expires without an answer: said once, then asked anew, without a cool-down', async () => {
    const { approvals, pass } = await openBench();
    const id = idOf(await approvals.ask(question()));
    pass(LATE);
    expect(await approvals.status(id, 'agent-1')).toMatchObject({ kind: 'expired' });
    expect(await approvals.ask(question())).toEqual({ kind: 'expired', code: 'APPROVAL_EXPIRED', id });
    expect(await approvals.ask(question())).toMatchObject({ kind: 'pending' });
  });

  it('may be used after the time to answer is over, and no longer than it says', async () => {
    const { approvals, answered, pass } = await openBench();
    const use = { permit: permitOf(await answered(true)), act: act(), callId: 'c' };
    pass(LATE);
    expect(await approvals.ask(question())).toMatchObject({ kind: 'approved' });
    pass(APPROVAL_LIMITS.useMs);
    expect(await approvals.spend(use)).toMatchObject({ code: 'APPROVAL_EXPIRED' });
    expect(await approvals.ask(question())).toMatchObject({ kind: 'expired' });
  });

  it('tells its standing to no other agent, and to none under an unknown id', async () => {
    const { approvals } = await openBench();
    const id = idOf(await approvals.ask(question()));
    expect(await approvals.status(id, 'agent-1')).toMatchObject({ kind: 'pending' });
    expect(await approvals.status(id, 'agent-2')).toBeUndefined();
    expect(await approvals.status('nothing', 'agent-1')).toBeUndefined();
  });
});

describe('an agent that asks for much', () => {
  it('has at most three requests waiting', async () => {
    const { approvals, pass } = await openBench();
    for (const body of ['1', '2', '3']) await approvals.ask(question({ act: act({ body }) }));
    const fourth = question({ act: act({ body: '4' }) });
    expect(await approvals.ask(fourth)).toEqual({ kind: 'too_many', code: 'APPROVAL_TOO_MANY', limit: 3 });
    expect(await approvals.ask(question({ act: act({ body: '2' }) }))).toMatchObject({ kind: 'pending' });
    pass(LATE);
    expect(await approvals.ask(fourth)).toMatchObject({ kind: 'pending' });
  });

  it('raises an alert with the fifth no within ten minutes', async () => {
    const alerts: DenialAlert[] = [];
    const limits = { coolDownMs: 1 };
    const { answered, pass } = await openBench({ policy: { limits, onAlert: (alert) => alerts.push(alert) } });
    for (let count = 0; count < 5; count += 1) {
      expect(alerts).toEqual([]);
      await answered(false);
      pass(60_000);
    }
    expect(alerts).toEqual([{ agentId: 'agent-1', denials: 5 }]);
  });
});

describe('a request that no approver could be shown', () => {
  const failing: Channel = { name: 'broken', notify: async () => Promise.reject(new TypeError('no bus')) };

  it('is not shown when there is no way to ask, and never a no', async () => {
    const { approvals } = await openBench({ channels: [] });
    for (const body of ['1', '2', '3', '4', '5']) {
      expect(await approvals.ask(question({ act: act({ body }) }))).toMatchObject({ code: 'APPROVAL_NOT_SHOWN' });
    }
  });

  it('becomes so when every channel fails, and may still be approved when found', async () => {
    const { approvals, answered } = await openBench({ channels: [failing] });
    expect(await approvals.ask(question())).toMatchObject({ kind: 'pending' });
    await approvals.settled();
    expect(await approvals.ask(question())).toMatchObject({ kind: 'not_shown' });
    expect(await answered(true)).toMatchObject({ kind: 'approved' });
  });

  it('is sent again after a while, and is pending once it arrives', async () => {
    let works = false;
    const { approvals, pass } = await openBench({ channels: [{ name: 'phone', notify: async () => works }] });
    await approvals.ask(question());
    await approvals.settled();
    works = true;
    expect(await approvals.ask(question())).toMatchObject({ kind: 'not_shown' });
    await approvals.settled();
    expect(await approvals.ask(question())).toMatchObject({ kind: 'not_shown' });
    pass(APPROVAL_LIMITS.notifyAgainMs);
    await approvals.ask(question());
    await approvals.settled();
    expect(await approvals.ask(question())).toMatchObject({ kind: 'pending', asked: ['phone'] });
  });
});

describe('a client that answers a dialog', () => {
  const asked = question({ tier: 'convenience', dialogs: ['elicitation'] });

  async function openDialog() {
    const bench = await openBench({ channels: [] });
    const id = idOf(await bench.approvals.ask(asked));
    const answer = { id, digest: await bench.digestOf(id), approverId: OWNER.id, channel: 'elicitation' };
    return { ...bench, answer };
  }

  it.each([
    ['declines faster than a person', 'decline', 20],
    ['accepts faster than a person', 'accept', 999],
    ['never rendered it', 'unrendered', 60_000],
  ] as const)(
    'and %s has shown it to no person: neither a yes nor a no, and no cool-down',
    async (_case, said, elapsedMs) => {
      const { approvals, answer } = await openDialog();
      expect(await approvals.answerFromClient({ ...answer, answer: said, elapsedMs })).toEqual({ kind: 'not_shown' });
      expect(await approvals.ask(asked)).toMatchObject({ code: 'APPROVAL_NOT_SHOWN' });
      expect(await approvals.ask({ ...asked, act: act({ body: '1' }) })).toMatchObject({ kind: 'pending' });
    },
  );

  it('leaves it to the other channels when its dialog reached no person', async () => {
    const { approvals, digestOf } = await openBench();
    const id = idOf(await approvals.ask(asked));
    const answer = { id, digest: await digestOf(id), approverId: OWNER.id, channel: 'elicitation', elapsedMs: 3 };
    await approvals.answerFromClient({ ...answer, answer: 'decline' });
    expect(await approvals.ask(asked)).toMatchObject({ kind: 'pending', asked: ['list'] });
  });

  it('counts at the pace of a person where the owner chose that a client suffices', async () => {
    const { approvals, answer } = await openDialog();
    expect(await approvals.answerFromClient({ ...answer, answer: 'cancel', elapsedMs: 4_000 })).toEqual({
      kind: 'no_answer',
    });
    expect(await approvals.answerFromClient({ ...answer, answer: 'accept', elapsedMs: 4_000 })).toMatchObject({
      kind: 'approved',
    });
    expect(await approvals.ask(asked)).toMatchObject({ kind: 'approved' });
  });

  it('decides nothing, neither yes nor no, at a higher tier or under another digest', async () => {
    const { approvals, digestOf } = await openBench();
    const id = idOf(await approvals.ask(question()));
    const answer = { id, digest: await digestOf(id), approverId: OWNER.id, channel: 'elicitation', elapsedMs: 4_000 };
    expect(await approvals.answerFromClient({ ...answer, answer: 'accept' })).toEqual({ kind: 'no_answer' });
    expect(await approvals.answerFromClient({ ...answer, answer: 'decline' })).toEqual({ kind: 'no_answer' });
    const foreign = await approvals.answerFromClient({ ...answer, digest: 'ff', answer: 'accept' });
    expect(foreign).toMatchObject({ code: 'APPROVAL_NOT_FOUND' });
    expect(await approvals.ask(question())).toMatchObject({ kind: 'pending' });
  });
});
