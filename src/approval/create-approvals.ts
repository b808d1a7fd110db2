import type { Clock, Logger, Random } from '../core/index.ts';
import type { ApproverDirectory } from './approver.ts';
import type { Channel } from './channel.ts';
import { judgeClientAnswer, type ClientAnswer } from './client-answer.ts';
import { decide, type Answer, type Decided, type RecordAnswer } from './decide.ts';
import { ALERT_WINDOW_MS, APPROVAL_LIMITS, DENIALS_COUNT_FOR_MS, type ApprovalLimits } from './limits.ts';
import { nextStep, type NextStep } from './next-step.ts';
import { planKey, planRefusal, planRow, type Plan, type PlanRefusal } from './plan.ts';
import { questionKey, questionRow, type Question, type RowParts } from './question.ts';
import { readShown } from './read-shown.ts';
import { spend, type Spent, type Use } from './spend.ts';
import { isLive, standingByAllowance, standingOf, type Standing } from './standing.ts';
import type { ApprovalRow, ApprovalStore, AskKey } from './store.ts';

/** An agent that people keep saying no to. */
export interface DenialAlert {
  readonly agentId: string;
  /** Within the last ten minutes. */
  readonly denials: number;
}

export interface ApprovalPolicy {
  readonly approvers: ApproverDirectory;
  readonly limits?: Partial<ApprovalLimits> | undefined;
  /** Writes the record of each answer that counts. */
  readonly record?: RecordAnswer | undefined;
  readonly onAlert?: ((alert: DenialAlert) => void) | undefined;
}

export interface ApprovalsDeps {
  readonly store: ApprovalStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly channels: readonly Channel[];
  readonly logger: Logger;
  readonly policy: ApprovalPolicy;
}

/** What became of a client's dialog. `not_shown` and `no_answer` leave the approval to the other approvers. */
export type ClientOutcome = Decided | { readonly kind: 'not_shown' | 'no_answer' };

/** Every method throws what the store throws, and nothing else. What waits is listed by the store itself. */
export interface Approvals {
  /**
   * How a request stands, asking a person where that has to be done. The identical question again is the check.
   * `onAsked` is awaited for a new approval, before any person is told.
   */
  ask(question: Question, onAsked?: OnAsked): Promise<Standing>;
  /** The same for a plan. An approved plan has no use of its own: ask for each request as it comes. */
  propose(plan: Plan, onAsked?: OnAsked): Promise<Standing | PlanRefusal>;
  /** Of one approval, for callers that wait for it. Undefined for an unknown one, another agent's, and one that was used. */
  status(id: string, agentId: string): Promise<Standing | undefined>;
  /** One person's answer, by a door that knows who it is. */
  decide(answer: Answer): Promise<Decided>;
  /** What a client said to a dialog that was named in `dialogs`. */
  answerFromClient(answer: ClientAnswer): Promise<ClientOutcome>;
  /** Use a yes before sending; send only on `spent`. */
  spend(use: Use): Promise<Spent>;
  /** Resolves when every channel that was being told has answered. */
  settled(): Promise<void>;
}

export type OnAsked = (row: ApprovalRow) => Promise<unknown>;

interface Engine extends ApprovalsDeps {
  readonly limits: ApprovalLimits;
  /** Starts telling the channels without waiting for them. */
  readonly deliver: (row: ApprovalRow, again: boolean) => void;
}

/** Approvals over one store, which other processes may use at the same time. */
export function createApprovals(deps: ApprovalsDeps): Approvals {
  const underWay = new Set<Promise<void>>();
  const engine: Engine = {
    ...deps,
    limits: { ...APPROVAL_LIMITS, ...deps.policy.limits },
    deliver: (row, again) => {
      const failed = (): void =>
        deps.logger.warn({ approval_id: row.id }, 'whom an approval reached could not be kept');
      const delivery = deliver(engine, row, again)
        .catch(failed)
        .finally(() => underWay.delete(delivery));
      underWay.add(delivery);
    },
  };
  const shared = { ...deps, approvers: deps.policy.approvers, now: () => deps.clock.now(), record: deps.policy.record };
  return {
    ask: (question, onAsked) => {
      const make: MakeRow = (parts, now) => questionRow(question, parts, now);
      return askWith(engine, { key: questionKey(question), make, onAsked });
    },
    propose: async (plan, onAsked) => {
      const make: MakeRow = (parts, now) => planRow(plan, parts, now);
      return planRefusal(plan) ?? (await askWith(engine, { key: planKey(plan), make, onAsked }));
    },
    status: (id, agentId) => status(engine, id, agentId),
    decide: async (answer) => alerted(engine, await decide(shared, answer)),
    answerFromClient: async (answer) => alerted(engine, await answerFromClient(engine, answer)),
    spend: (use) => spend(shared, use),
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

type Key = Pick<AskKey, 'fingerprint' | 'intent' | 'scope' | 'agentId' | 'itemId'>;
type MakeRow = (parts: RowParts, now: number) => ApprovalRow;

interface Asking {
  readonly key: Key;
  readonly make: MakeRow;
  readonly onAsked: OnAsked | undefined;
}

// First without the write lock: most retries find the answer there.
async function askWith(engine: Engine, { key, make, onAsked }: Asking): Promise<Standing> {
  const { clock, limits, random, store } = engine;
  const now = clock.now();
  const { latest, allowance } = await store.find({ ...key, now });
  if (latest?.state === 'approved' && isLive(latest, now)) return knownStanding(latest);
  if (allowance !== undefined) return standingByAllowance(allowance);
  if (latest?.state === 'pending' && isLive(latest, now)) return knownStanding(latest);
  const parts = { random, limits, channels: engine.channels.map(({ name }) => name) };
  let next: NextStep | undefined;
  let seen: ApprovalRow | undefined;
  const asked = { ...key, now, deniedSince: now - DENIALS_COUNT_FOR_MS, maxNotShown: limits.maxPending };
  await store.ask(asked, (found) => {
    seen = found.latest;
    next = nextStep(found, limits, (at) => make(parts, at));
    return next.step;
  });
  if (next === undefined) throw new TypeError('the store did not ask for a step');
  if (next.step.kind === 'insert') {
    await onAsked?.(next.step.row);
    engine.deliver(next.step.row, false);
  }
  if (next.step.kind === 'notify' && seen !== undefined) engine.deliver(seen, true);
  return next.standing;
}

function knownStanding(row: ApprovalRow): Standing {
  const standing = standingOf(row);
  if (standing === undefined) throw new TypeError('an approval that was used has no standing');
  return standing;
}

async function status({ clock, store }: Engine, id: string, agentId: string): Promise<Standing | undefined> {
  const row = await store.get(id);
  if (row?.agentId !== agentId) return undefined;
  const isOpen = row.endedAt === undefined;
  return isOpen && !isLive(row, clock.now()) ? standingOf({ ...row, state: 'expired' }) : standingOf(row);
}

async function answerFromClient(engine: Engine, answer: ClientAnswer): Promise<ClientOutcome> {
  const { clock, limits, policy, random, store } = engine;
  const row = await store.get(answer.id);
  if (row === undefined || row.digest !== answer.digest) {
    return { kind: 'refused', code: 'APPROVAL_NOT_FOUND', reason: 'unknown' };
  }
  const verdict = judgeClientAnswer(answer, row.tier, limits.fastestPersonMs);
  if (verdict === 'no_answer') return { kind: 'no_answer' };
  if (verdict === 'shown_to_nobody') {
    await store.loseChannel(row.id, answer.channel, clock.now());
    return { kind: 'not_shown' };
  }
  const { id, digest, approverId, channel, session } = answer;
  const spoken = {
    id,
    digest,
    approverId,
    channel,
    session,
    yes: verdict === 'yes',
    assurance: 'convenience',
  } as const;
  const { approvers, record } = policy;
  return decide({ store, random, approvers, record, now: () => clock.now() }, spoken);
}

async function alerted<Outcome extends ClientOutcome>(
  { clock, limits, policy, store }: Engine,
  outcome: Outcome,
): Promise<Outcome> {
  if (outcome.kind !== 'denied' || policy.onAlert === undefined) return outcome;
  const { agentId } = outcome.row;
  const denials = await store.countDenials(agentId, clock.now() - ALERT_WINDOW_MS);
  if (denials >= limits.alertAfter) policy.onAlert({ agentId, denials });
  return outcome;
}

async function deliver({ channels, clock, store }: Engine, row: ApprovalRow, again: boolean): Promise<void> {
  const summary = readShown(row);
  if (summary === undefined) return;
  const told = await Promise.all(
    channels.map(async (channel) => {
      const isTold = await channel.notify(summary).catch(() => false);
      if (!isTold && !again) await store.loseChannel(row.id, channel.name, clock.now());
      return isTold ? [channel.name] : [];
    }),
  );
  if (again && told.flat().length > 0) await store.setReached(row.id, told.flat(), clock.now());
}
