import { newId, type Random } from '../core/index.ts';
import { approvalRequest, fingerprintOf, intentOf, scopeOf, type Act, type ApprovalRequest } from './act.ts';
import { largestExtent, type BoundedRule, type Novelty } from './bounded-yes.ts';
import type { KeptRules } from './kept-rules.ts';
import type { ApprovalLimits } from './limits.ts';
import type { ApprovalRow, AskKey, Tier } from './store.ts';
import { renderSummary, requestView, type Display } from './summary.ts';
import { digestOf, termsText, type Terms } from './terms.ts';

/** How the owner wants to be asked, and what the door knows. */
export interface AskRules {
  readonly tier: Tier;
  /** Two different people must say yes. */
  readonly fourEyes?: boolean | undefined;
  /** The person whom this agent works for, in a vault that is shared: that person may say no, and not yes. */
  readonly requesterId?: string | undefined;
  /** Dialogs that the door itself opens beside the channels, by the names under which their answers come. */
  readonly dialogs?: readonly string[] | undefined;
  /** The call that asks, which joins the records. */
  readonly callId?: string | undefined;
}

/** One request that needs a yes. */
export interface Question extends AskRules {
  readonly act: Act;
  readonly display: Display;
  readonly novelty: Novelty;
  /** Absent: one yes is for one request. */
  readonly bounded?: BoundedRule | undefined;
  /** A yes stands for as much as `bounded` allows, unless the person says less. */
  readonly whole?: boolean | undefined;
}

export interface RowParts {
  readonly random: Random;
  readonly limits: ApprovalLimits;
  /** Names of the channels that will be told. */
  readonly channels: readonly string[];
}

/** By what it is found again. */
export function questionKey({
  act,
}: Question): Pick<AskKey, 'fingerprint' | 'intent' | 'scope' | 'agentId' | 'itemId'> {
  const request = approvalRequest(act);
  return {
    fingerprint: fingerprintOf(request),
    intent: intentOf(request),
    scope: scopeOf(request),
    agentId: act.asker.agentId,
    itemId: act.subject.itemId,
  };
}

export function questionRow(question: Question, parts: RowParts, now: number): ApprovalRow {
  const { act, tier, fourEyes = false } = question;
  const terms = newTerms(parts, now);
  const request = approvalRequest(act);
  const digest = digestOf(terms, request);
  const rules = rulesOf(question, request, terms);
  const needed = fourEyes ? 2 : 1;
  const { id, answerBy, expiresAt } = terms;
  const ask = {
    kind: 'request',
    request: requestView(act.wire, question.display),
    largestExtent: rules.largest,
  } as const;
  const summary = renderSummary({ id, digest, tier, needed, askedAt: now, answerBy, expiresAt, ask }, question.display);
  return {
    ...rowStart({ terms, rules: question, channels: parts.channels, now }),
    ...questionKey(question),
    kind: 'request',
    tokenId: act.asker.tokenId,
    needed,
    terms: termsText(terms, request),
    digest,
    rules: JSON.stringify(rules),
    shown: JSON.stringify(summary),
  };
}

export function newTerms({ random, limits }: RowParts, now: number): Terms {
  const answerBy = now + limits.answerMs;
  const nonce = Buffer.from(random(32)).toString('base64url');
  return { id: newId(random), nonce, notBefore: now, answerBy, expiresAt: answerBy + limits.useMs };
}

interface RowStart {
  readonly terms: Terms;
  readonly rules: AskRules;
  readonly channels: readonly string[];
  readonly now: number;
}

type StartColumns = Pick<
  ApprovalRow,
  | 'id'
  | 'state'
  | 'tier'
  | 'askedAt'
  | 'answerBy'
  | 'expiresAt'
  | 'endedAt'
  | 'told'
  | 'reached'
  | 'notifiedAt'
  | 'spentBy'
>;

export function rowStart({ terms, rules, channels, now }: RowStart): StartColumns {
  const reached = [...(rules.dialogs ?? []), ...channels];
  return {
    id: terms.id,
    state: reached.length === 0 ? 'not_shown' : 'pending',
    tier: rules.tier,
    askedAt: now,
    answerBy: terms.answerBy,
    expiresAt: terms.expiresAt,
    endedAt: undefined,
    told: false,
    reached,
    notifiedAt: now,
    spentBy: undefined,
  };
}

// Where two people look at one request, neither has looked at those that would follow it.
function rulesOf(question: Question, request: ApprovalRequest, { nonce, notBefore }: Terms): KeptRules {
  const { bounded, callId, fourEyes = false, novelty, requesterId, whole } = question;
  const largest = fourEyes ? undefined : largestExtent(bounded, request.method, novelty);
  return { nonce, notBefore, requester: requesterId, scope: scopeOf(request), largest, whole, callId };
}
