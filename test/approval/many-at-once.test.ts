import { describe, expect, it } from 'vitest';
import { APPROVAL_LIMITS, pathShape, type Plan, type PlanStep, type Question } from '../../src/approval/index.ts';
import { act, OWNER, question } from '../support/approval-facts.ts';
import { idOf, openBench, permitOf, type Bench } from '../support/approval-kit.ts';

const BOUNDED = { maxMs: 15 * 60_000, maxUses: 3 };
const refund = (id: string, body = '{}'): Question =>
  question({ act: act({ url: `https://api.stripe.com/v1/refunds/${id}`, body }), bounded: BOUNDED });

async function sayYes(bench: Bench, asked: Question, extent?: { ms: number; uses: number }) {
  const id = idOf(await bench.approvals.ask(asked));
  const digest = await bench.digestOf(id);
  const base = { id, digest, approverId: OWNER.id, channel: 'cli', yes: true, assurance: 'confirm' } as const;
  return bench.approvals.decide(extent === undefined ? base : { ...base, extent });
}

async function use(bench: Bench, asked: Question) {
  const standing = await bench.approvals.ask(asked);
  if (standing.kind !== 'approved') return standing.kind;
  return (await bench.approvals.spend({ permit: standing.permit, act: asked.act, callId: 'c' })).kind;
}

describe('the shape of a path', () => {
  it.each([
    ['https://a.test/v1/refunds/re_1NXWPnLkdIwHu7ix', 'https://a.test/v1/refunds/*'],
    ['https://a.test/repos/acme/api/issues/42?state=open&page=2', 'https://a.test/repos/acme/api/issues/*?page&state'],
    ['https://a.test/o/3f2504e0-4f89-11d3-9a0c-0305e82c3301/x', 'https://a.test/o/*/x'],
    ['https://a.test/v1/users', 'https://a.test/v1/users'],
    ['https://a.test/v1/delete_all', 'https://a.test/v1/delete_all'],
    ['https://a.test/v1/a%2fb', 'https://a.test/v1/a%2fb'],
  ])('of %s is %s', (url, shape) => {
    expect(pathShape(url)).toBe(shape);
  });
});

describe('a bounded yes', () => {
  it('covers so many requests of one shape, the first included', async () => {
    const bench = await openBench();
    await sayYes(bench, refund('re_10000'), { ms: 60_000, uses: 3 });
    expect(await use(bench, refund('re_10000'))).toBe('spent');
    expect(await use(bench, refund('re_10001'))).toBe('spent');
    expect(await use(bench, refund('re_10002', '{"other":1}'))).toBe('spent');
    expect(await use(bench, refund('re_10003'))).toBe('pending');
  });

  it('covers no other method, host, path or agent, and no edited item', async () => {
    const bench = await openBench();
    await sayYes(bench, refund('re_10000'), { ms: 60_000, uses: 3 });
    const others = [
      act({ method: 'PUT', url: 'https://api.stripe.com/v1/refunds/re_10001' }),
      act({ url: 'https://files.stripe.com/v1/refunds/re_10001' }),
      act({ url: 'https://api.stripe.com/v1/payouts/re_10001' }),
    ];
    for (const other of others) expect(await use(bench, { ...refund(''), act: other })).toBe('pending');
    const agent = act({ agentId: 'agent-2', url: 'https://api.stripe.com/v1/refunds/re_10001' });
    expect(await use(bench, { ...refund(''), act: agent })).toBe('pending');
    const edited = act({ itemVersion: 4, url: 'https://api.stripe.com/v1/refunds/re_10001' });
    expect(await use(bench, { ...refund(''), act: edited })).toBe('too_many');
  });

  it('ends with its time, and with a clock that was put back', async () => {
    const bench = await openBench();
    await sayYes(bench, refund('re_10000'), { ms: 60_000, uses: 3 });
    bench.pass(60_000);
    expect(await use(bench, refund('re_10001'))).toBe('pending');
    await sayYes(bench, refund('re_20000'), { ms: 60_000, uses: 3 });
    bench.pass(-30_000);
    const permit = permitOf(await bench.approvals.ask(refund('re_20001')));
    const spent = await bench.approvals.spend({ permit, act: refund('re_20001').act, callId: 'c' });
    expect(spent).toMatchObject({ code: 'APPROVAL_EXPIRED' });
  });

  it('ends at once when the item changes', async () => {
    const bench = await openBench();
    await sayYes(bench, refund('re_10000'), { ms: 60_000, uses: 3 });
    expect(await bench.storage.approvals.voidAll({ itemId: 'stripe' }, bench.clock.now())).toBe(2);
    expect(await use(bench, refund('re_10001'))).toBe('pending');
  });

  const DELETES = act({ method: 'DELETE', url: 'https://api.stripe.com/v1/customers/cus_10000' });
  it.each<[string, Partial<Question>, { ms: number; uses: number }]>([
    ['where the binding does not allow it', { bounded: undefined }, { ms: 1_000, uses: 2 }],
    ['for longer than it allows', {}, { ms: BOUNDED.maxMs + 1, uses: 2 }],
    ['for more uses than it allows', {}, { ms: 1_000, uses: 4 }],
    ['for no whole number of uses', {}, { ms: 1_000, uses: 1.5 }],
    [
      'for longer than fifteen minutes, whatever the binding says',
      { bounded: { maxMs: 1e9, maxUses: 3 } },
      { ms: 1e8, uses: 2 },
    ],
    ['for DELETE', { act: DELETES }, { ms: 1_000, uses: 2 }],
    ['for a new host', { novelty: { newHost: true, firstUse: false } }, { ms: 1_000, uses: 2 }],
    ['for a first use', { novelty: { newHost: false, firstUse: true } }, { ms: 1_000, uses: 2 }],
    ['where two people must agree', { fourEyes: true }, { ms: 1_000, uses: 2 }],
  ])('is not taken %s', async (_case, changes, extent) => {
    const bench = await openBench();
    const asked = { ...refund('re_10000'), ...changes };
    expect(await sayYes(bench, asked, extent)).toMatchObject({ reason: 'extent_not_allowed' });
    expect(await bench.approvals.ask(asked)).toMatchObject({ kind: 'pending' });
  });

  it('is taken for DELETE, a new host and a first use where the binding says so', async () => {
    const bench = await openBench();
    const bounded = { ...BOUNDED, allowDelete: true, allowNewHost: true, allowFirstUse: true };
    const asked = question({ act: DELETES, bounded, novelty: { newHost: true, firstUse: true } });
    expect(await sayYes(bench, asked, { ms: 1_000, uses: 2 })).toMatchObject({ kind: 'approved' });
  });
});

describe('a plan', () => {
  const { asker, subject } = act();
  const step = (path: string, changes: Partial<PlanStep> = {}): PlanStep => ({
    subject,
    item: 'Stripe live',
    method: 'POST',
    url: `https://api.stripe.com${path}`,
    uses: 2,
    novelty: { newHost: false, firstUse: false },
    bounded: {},
    ...changes,
  });
  const plan = (...steps: readonly PlanStep[]): Plan => ({
    asker,
    steps,
    tier: 'confirm',
    display: { agent: 'support bot', item: 'Stripe live', reason: 'refund the orders of last week' },
  });

  async function approve(bench: Bench, proposed: Plan) {
    const id = idOf(await bench.approvals.propose(proposed));
    const answer = { id, digest: await bench.digestOf(id), approverId: OWNER.id, channel: 'cli' } as const;
    return bench.approvals.decide({ ...answer, yes: true, assurance: 'confirm' });
  }

  it('is shown as a list, and lets each shape through as often as it says', async () => {
    const bench = await openBench();
    const proposed = plan(step('/v1/refunds/*', { registrableDomain: 'stripe.com' }), step('/v1/charges', { uses: 1 }));
    expect(await bench.approvals.propose(proposed)).toMatchObject({ kind: 'pending' });
    expect(await approve(bench, proposed)).toMatchObject({ kind: 'approved' });
    await bench.approvals.settled();
    expect(bench.told[0]).toMatchObject({
      claim: { text: 'refund the orders of last week' },
      ask: {
        kind: 'plan',
        steps: [
          {
            host: { registrableDomain: 'stripe.com' },
            method: 'POST',
            shape: 'https://api.stripe.com/v1/refunds/*',
            uses: 2,
          },
          {
            host: { name: 'api.stripe.com' },
            method: 'POST',
            shape: 'https://api.stripe.com/v1/charges',
            uses: 1,
          },
        ],
      },
    });
    expect(bench.told[0]).not.toHaveProperty('ask.steps.1.host.registrableDomain');
    expect(await use(bench, refund('re_10000'))).toBe('spent');
    expect(await use(bench, refund('re_10001'))).toBe('spent');
    expect(await use(bench, refund('re_10002'))).toBe('pending');
    const charge = question({ act: act({ url: 'https://api.stripe.com/v1/charges' }) });
    expect(await use(bench, charge)).toBe('spent');
    expect(await use(bench, charge)).toBe('pending');
  });

  it('has no use of its own', async () => {
    const bench = await openBench();
    const proposed = plan(step('/v1/refunds/*'));
    await approve(bench, proposed);
    const standing = await bench.approvals.propose(proposed);
    if (standing.kind === 'refused') throw new TypeError('the plan was refused');
    const spent = await bench.approvals.spend({ permit: permitOf(standing), act: act(), callId: 'c' });
    expect(spent).toMatchObject({ kind: 'refused' });
  });

  it('ends with its time', async () => {
    const bench = await openBench();
    const proposed = plan(step('/v1/refunds/*'));
    await approve(bench, proposed);
    bench.pass(APPROVAL_LIMITS.planMs);
    expect(await use(bench, refund('re_10000'))).toBe('pending');
  });

  it.each<[string, Plan, object]>([
    ['without steps', plan(), { reason: 'steps' }],
    ['with more than twenty', plan(...Array.from({ length: 21 }, (_, n) => step(`/a${n}x`))), { reason: 'steps' }],
    ['with a step of no use', plan(step('/a'), step('/b', { uses: 0 })), { reason: 'uses', step: 1 }],
    ['that names a shape twice', plan(step('/v1/r/*'), step('/v1/r/17')), { reason: 'repeated', step: 1 }],
    ['with an address that is none', plan(step('/a', { url: '/v1' })), { reason: 'url', step: 0 }],
    ['that deletes', plan(step('/a', { method: 'DELETE' })), { reason: 'not_allowed', step: 0 }],
    ['with a new host', plan(step('/a', { novelty: { newHost: true, firstUse: false } })), { reason: 'not_allowed' }],
    ['with a first use', plan(step('/a', { novelty: { newHost: false, firstUse: true } })), { reason: 'not_allowed' }],
    ['whose binding does not allow it', plan(step('/a', { bounded: undefined })), { reason: 'not_allowed' }],
  ])('is refused %s', async (_case, proposed, why) => {
    const { approvals, storage } = await openBench();
    expect(await approvals.propose(proposed)).toMatchObject({ kind: 'refused', code: 'APPROVAL_PLAN_REFUSED', ...why });
    expect(await storage.approvals.list({ limit: 1 })).toEqual([]);
  });
});
