import { describe, expect, it } from 'vitest';
import type { CallInput, Pending } from '../../src/broker/index.ts';
import { createBroker, createUsageHistory } from '../../src/broker/index.ts';
import { silentLogger, systemRandom } from '../../src/core/index.ts';
import { revokeAgent } from '../../src/identity/index.ts';
import { createOutbound } from '../../src/outbound/index.ts';
import type { BindingFlags } from '../../src/policy/index.ts';
import { openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { OWNER } from '../support/approval-facts.ts';
import { startHttpPeer, type HttpPeer } from '../support/lab/http-peer.ts';

interface Asking {
  readonly kit: AgentKit;
  readonly upstream: HttpPeer;
  readonly write: CallInput;
  readonly itemId: string;
  call(input?: CallInput): ReturnType<AgentKit['broker']['call']>;
  pending(input?: CallInput): Promise<Pending>;
  answer(id: string, yes: boolean): Promise<void>;
}

async function openAsking(
  flags: Partial<BindingFlags> = {},
  peer: Parameters<typeof startHttpPeer>[0] = {},
): Promise<Asking> {
  const kit = await openAgentKit();
  const upstream = await startHttpPeer(peer);
  const binding = { urls: [upstream.origin], auth: { scheme: 'bearer' }, allow: ['read-write /**'] };
  const { id: itemId } = await kit.addItem('api', { ...binding, approval: 'writes', ...flags });
  const write = { item: 'api', method: 'POST', url: `${upstream.origin}/refunds`, body: { json: { amount: 12 } } };
  const call: Asking['call'] = (input = write) => kit.broker.call(kit.context, input);
  return {
    kit,
    upstream,
    write,
    itemId,
    call,
    async pending(input) {
      const answer = await call(input);
      if (answer.kind !== 'pending') throw new TypeError(`expected pending, got ${JSON.stringify(answer)}`);
      return answer;
    },
    async answer(id, yes) {
      const digest = (await kit.storage.approvals.get(id))?.digest ?? '';
      const answer = { id, digest, approverId: OWNER.id, yes, assurance: 'confirm', channel: 'cli' } as const;
      expect((await kit.approvals.decide(answer)).kind).toBe(yes ? 'approved' : 'denied');
    },
  };
}

describe('a call that a person must agree to', () => {
  it('is pending with its id, until when, and where the person was asked; the identical call is the check', async () => {
    const { pending, upstream } = await openAsking();
    const first = await pending();
    expect(first).toMatchObject({ code: 'APPROVAL_PENDING', asked: ['list'] });
    expect(first.answerBy).toBeGreaterThan(0);
    expect((await pending()).approvalId).toBe(first.approvalId);
    expect(upstream.seen).toEqual([]);
  });

  it('is sent once after a yes: the second time a person is asked anew', async () => {
    const { call, pending, answer, upstream, kit } = await openAsking();
    const { approvalId } = await pending();
    await answer(approvalId, true);
    expect(await call()).toMatchObject({ kind: 'answered', status: 200 });
    expect((await pending()).approvalId).not.toBe(approvalId);
    expect(upstream.seen).toHaveLength(1);
    expect(await kit.recorded()).toEqual([
      'approval.requested',
      'call.denied APPROVAL_PENDING',
      'approval.consumed',
      'call.intent',
      'call.outcome ok',
      'approval.requested',
      'call.denied APPROVAL_PENDING',
    ]);
  });

  it('is sent once however many ask at the same moment', async () => {
    const { call, pending, answer, upstream } = await openAsking();
    await answer((await pending()).approvalId, true);
    const answers = await Promise.all(Array.from({ length: 20 }, () => call()));
    expect(answers.filter(({ kind }) => kind === 'answered')).toHaveLength(1);
    expect(upstream.seen).toHaveLength(1);
  });

  it('is refused after a no, and after the time to answer is over', async () => {
    const { call, pending, answer, kit, upstream } = await openAsking();
    await answer((await pending()).approvalId, false);
    expect(await call()).toMatchObject({ kind: 'refused', code: 'APPROVAL_DENIED' });
    kit.clock.advance(3_600_000);
    await pending();
    kit.clock.advance(3_600_000);
    expect(await call()).toMatchObject({ kind: 'refused', code: 'APPROVAL_EXPIRED' });
    expect(await kit.recorded()).toContain('approval.expired');
    expect(upstream.seen).toEqual([]);
  });

  it('does not pass with another body, nor after its binding was changed', async () => {
    const { pending, answer, kit, write, upstream, itemId } = await openAsking();
    const { approvalId } = await pending();
    await answer(approvalId, true);
    expect((await pending({ ...write, body: { json: { amount: 13 } } })).approvalId).not.toBe(approvalId);
    await kit.owner.updateItem(kit.vaultId, itemId, { title: 'renamed' });
    expect((await pending({ ...write, item: 'renamed' })).approvalId).not.toBe(approvalId);
    expect(await kit.storage.approvals.get(approvalId)).toMatchObject({ state: 'void' });
    expect(upstream.seen).toEqual([]);
  });

  it('keeps its yes when the rate of the item is used up, and uses it later', async () => {
    const { call, pending, answer, kit, upstream } = await openAsking({ rate: '1/min' });
    const read = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
    await answer((await pending()).approvalId, true);
    expect(await call(read)).toMatchObject({ kind: 'answered' });
    expect(await call()).toMatchObject({ code: 'POLICY_RATE_EXCEEDED' });
    kit.clock.advance(61_000);
    expect(await call()).toMatchObject({ kind: 'answered' });
    expect(upstream.seen).toHaveLength(2);
  });

  it('is not repeated by itself, though the service asks for it', async () => {
    const busy: Parameters<typeof startHttpPeer>[0] = {
      answer: (_seen, response) => void response.writeHead(503, { 'retry-after': '0' }).end(),
    };
    const { call, pending, answer, upstream, write } = await openAsking({}, busy);
    const put = { ...write, method: 'PUT' };
    await answer((await pending(put)).approvalId, true);
    expect(await call(put)).toMatchObject({ kind: 'answered', status: 503 });
    expect(upstream.seen).toHaveLength(1);
  });
});

describe('when a person is asked', () => {
  it('reads never ask under `writes`, and a session is one yes for such requests', async () => {
    const { call, pending, answer, upstream, write } = await openAsking({ approval: 'session' });
    await answer((await pending()).approvalId, true);
    for (const amount of [1, 2, 3])
      expect(await call({ ...write, body: { json: { amount } } })).toMatchObject({ kind: 'answered' });
    expect(upstream.seen).toHaveLength(3);
    expect((await pending({ ...write, url: `${upstream.origin}/payouts` })).kind).toBe('pending');
  });

  it('under `anomaly` for the first use of the item only', async () => {
    const { call, pending, answer, kit, write } = await openAsking({ approval: 'anomaly' });
    expect(await kit.broker.explain(kit.context, write)).toMatchObject({ decision: 'ask' });
    await answer((await pending()).approvalId, true);
    expect(await call()).toMatchObject({ kind: 'answered' });
    expect(await kit.broker.explain(kit.context, write)).toMatchObject({ decision: 'allow' });
    expect(await call()).toMatchObject({ kind: 'answered' });
  });
});

describe('a call that waits for the answer', () => {
  function waiting({ kit }: Asking, whileWaiting: () => Promise<void>) {
    const { caller, trail, approvals, clock } = kit;
    let looks = 0;
    const sleep = async (ms: number): Promise<void> => {
      if ((looks += 1) === 2) await whileWaiting();
      clock.advance(ms);
    };
    const outbound = createOutbound({ logger: silentLogger, clock });
    const usage = createUsageHistory({ store: kit.storage.usage });
    const parts = { random: systemRandom, logger: silentLogger };
    return createBroker({ caller, trail, approvals, clock, sleep, outbound, usage, ...parts });
  }

  it('goes on with the yes, or is pending when its time is over', async () => {
    const asking = await openAsking();
    const { kit, write, answer } = asking;
    const context = { ...kit.context, approvalWaitMs: 45_000 };
    const still = await waiting(asking, async () => undefined).call(context, write);
    if (still.kind !== 'pending') throw new TypeError('expected pending');
    const broker = waiting(asking, async () => answer(still.approvalId, true));
    expect(await broker.call(context, write)).toMatchObject({ kind: 'answered', status: 200 });
  });

  it('is refused when its agent was revoked meanwhile', async () => {
    const asking = await openAsking();
    const { kit, write, pending, answer, upstream } = asking;
    const { approvalId } = await pending();
    const broker = waiting(asking, async () => {
      await answer(approvalId, true);
      await revokeAgent(
        { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom },
        kit.agent.agent.id,
      );
    });
    const answered = await broker.call({ ...kit.context, approvalWaitMs: 45_000 }, write);
    expect(answered).toMatchObject({ kind: 'refused', code: 'IDENTITY_TOKEN_INVALID' });
    expect(upstream.seen).toEqual([]);
  });
});
