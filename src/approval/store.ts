import type { AuditStore, UsageLimits } from '../audit/index.ts';

/**
 * `pending` and `not_shown` wait for an answer, `approved` for its use; the others are ends. `not_shown`: no approver could be
 * asked yet, which is no answer, so that a person who finds it may still give one.
 */
export type ApprovalState = 'pending' | 'not_shown' | 'approved' | 'denied' | 'expired' | 'spent' | 'void';
export type ApprovalKind = 'request' | 'plan';
export type Tier = 'convenience' | 'confirm' | 'strong';

export interface ApprovalRow {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly state: ApprovalState;
  /** Equal for identical requests of one agent. */
  readonly fingerprint: string;
  /** Equal for requests that differ only in versions. */
  readonly intent: string;
  readonly agentId: string;
  readonly tokenId: string;
  readonly itemId: string;
  readonly tier: Tier;
  /** How many different people must say yes. */
  readonly needed: number;
  /** Canonical JSON of the terms. */
  readonly terms: string;
  /** SHA-256 of `terms`, lower-case hex. */
  readonly digest: string;
  /** JSON of what the engine keeps beside the terms: what may be granted, who asked. */
  readonly rules: string;
  /** JSON of what a person is shown. Undefined once the approval has ended: it may quote the body. */
  readonly shown: string | undefined;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  /** Until when a person may answer. */
  readonly answerBy: number;
  /** Until when a yes may be used. */
  readonly expiresAt: number;
  readonly endedAt: number | undefined;
  /** Whether the asker has been told of this end. */
  readonly told: boolean;
  /** Names of the channels that brought it before a person. */
  readonly reached: readonly string[];
  readonly notifiedAt: number;
  /** Call that used it. */
  readonly spentBy: string | undefined;
}

export interface AllowanceRow {
  readonly id: string;
  /** The approval it came from. */
  readonly approvalId: string;
  readonly agentId: string;
  readonly itemId: string;
  /** Of the one shape of requests it is for. */
  readonly scope: string;
  readonly usesLeft: number;
  readonly expiresAt: number;
}

export interface VoteRow {
  readonly approvalId: string;
  readonly approverId: string;
  readonly approverVersion: string;
  readonly yes: boolean;
  readonly channel: string;
  readonly assurance: string;
  readonly at: number;
  /** Between asking and answering. */
  readonly elapsedMs: number;
  /** JSON that an outsider can check, such as an assertion of a passkey over the digest. */
  readonly evidence: string | undefined;
}

/** What is looked for before a person is asked. */
export interface Lookup {
  readonly fingerprint: string;
  readonly agentId: string;
  readonly itemId: string;
  /** Undefined for a plan. */
  readonly scope: string | undefined;
  readonly now: number;
}

export interface Found {
  /** The latest of that fingerprint, whatever its state. */
  readonly latest: ApprovalRow | undefined;
  /** One that still has a use. */
  readonly allowance: AllowanceRow | undefined;
}

/** What an engine decides by, read under the write lock of all processes. */
export interface Seen extends Found {
  /** Waiting for an answer, of this agent. */
  readonly pending: number;
  /** Times of a person's no to this agent for this item since `deniedSince`, ascending. */
  readonly denials: readonly number[];
  /** The later of the caller's clock and the latest time any process has written. */
  readonly now: number;
}

export type Step =
  | { readonly kind: 'insert'; readonly row: ApprovalRow }
  /** Mark the end of an approval as told. */
  | { readonly kind: 'tell'; readonly id: string }
  /** It is about to be shown again. */
  | { readonly kind: 'notify'; readonly id: string }
  | { readonly kind: 'nothing' };

export interface AskKey extends Lookup {
  readonly intent: string;
  readonly deniedSince: number;
  /** Beyond so many of an agent that no approver was shown, the oldest expires. */
  readonly maxNotShown: number;
}

export interface Vote extends Omit<VoteRow, 'at' | 'elapsedMs'> {
  readonly digest: string;
  readonly now: number;
  /** Come to life with the last yes that is needed. */
  readonly allowances: readonly AllowanceRow[];
}

/** `late`: it was no longer waiting for an answer. `repeated`: this person has answered it before. */
export type VoteAnswer = 'approved' | 'denied' | 'recorded' | 'repeated' | 'late';

export type Spending =
  | {
      readonly kind: 'approval';
      readonly id: string;
      readonly digest: string;
      readonly callId: string;
      readonly now: number;
    }
  | {
      readonly kind: 'allowance';
      readonly id: string;
      readonly scope: string;
      readonly callId: string;
      readonly now: number;
    };

/** Rows of the trail, made when the change beside them is made, in the same transaction. */
export type BuildTrail = Parameters<AuditStore['append']>[0];

export interface ApprovalQuery {
  readonly states?: readonly ApprovalState[] | undefined;
  readonly agentId?: string | undefined;
  readonly limit: number;
}

export type VoidReason =
  | { readonly approvalId: string }
  | { readonly itemId: string }
  | { readonly agentId: string }
  | { readonly tokenId: string }
  | { readonly approverId: string };

/** How one person answers. */
export interface AnsweringHabit {
  readonly approverId: string;
  readonly yes: number;
  readonly no: number;
  readonly meanMs: number;
  /** Answers given within two seconds. */
  readonly fast: number;
}

/**
 * Approvals, shared by all processes on one data folder. Implemented by `storage`, in the file of the trail. Every change is
 * one durable transaction, in which first what has run out ends, and everything open ends when the clock was put back by more
 * than five seconds. Throws `STORAGE_UNAVAILABLE`.
 */
export interface ApprovalStore {
  /** Ends what was asked under other versions (same intent, other fingerprint), lets `decide` see the rest, does its step. */
  ask(key: AskKey, decide: (seen: Seen) => Step): Promise<void>;
  find(lookup: Lookup): Promise<Found>;
  get(id: string): Promise<ApprovalRow | undefined>;
  /** Newest first. */
  list(query: ApprovalQuery): Promise<readonly ApprovalRow[]>;
  votes(approvalId: string): Promise<readonly VoteRow[]>;
  allowances(agentId: string, now: number): Promise<readonly AllowanceRow[]>;
  /** One no denies; as many yeses of different people as are needed approve. */
  vote(vote: Vote, build?: BuildTrail): Promise<VoteAnswer>;
  /** The channels that brought it before a person: none makes it `not_shown`, any makes it `pending` again. */
  setReached(id: string, channels: readonly string[], now: number): Promise<void>;
  /** A channel turned out to have shown it to no approver. */
  loseChannel(id: string, channel: string, now: number): Promise<void>;
  /**
   * Compare and set: true for exactly one of all callers in all processes (of an allowance: for as many as it has uses).
   * `build` gives rows of the trail for the same transaction, and is called only for who gets true, or is over `limits`:
   * then nothing is spent.
   */
  spend(spending: Spending, build?: BuildTrail, limits?: readonly UsageLimits[]): Promise<boolean>;
  /** Ends everything open that belongs to it; answers how many approvals and allowances that were. */
  voidAll(reason: VoidReason, now: number): Promise<number>;
  /** How often this agent heard a person's no since then, in milliseconds since the epoch. */
  countDenials(agentId: string, since: number): Promise<number>;
  habits(since: number): Promise<readonly AnsweringHabit[]>;
  /** True for the first who claims this name until it runs out. */
  claimOnce(name: string, now: number, until: number): Promise<boolean>;
  /** Deletes what ended before then; answers how many approvals. */
  prune(before: number): Promise<number>;
}
