import { canonicalJson, sha256Hex, type JsonObject } from '../core/index.ts';
import { scopeOf, type Asker, type Subject } from './act.ts';
import { coversMany, type BoundedRule, type Novelty } from './bounded-yes.ts';
import type { KeptRules } from './kept-rules.ts';
import { pathShape } from './path-shape.ts';
import { newTerms, rowStart, type AskRules, type RowParts } from './question.ts';
import type { ApprovalRow, AskKey } from './store.ts';
import {
  hostView,
  isDestructive,
  named,
  renderSummary,
  type Display,
  type HostNames,
  type StepView,
} from './summary.ts';
import { termsJson, type Terms } from './terms.ts';

const MAX_STEPS = 20;
const MAX_USES = 100;

/** Requests of one shape. The caller has judged that item, rule and method allow them. */
export interface PlanStep extends HostNames {
  readonly subject: Subject;
  /** Title, as it is shown. */
  readonly item: string;
  readonly method: string;
  /** Absolute. `*` as a whole segment stands for what names one object, such as a number or `cus_9s6XKz`. */
  readonly url: string;
  readonly uses: number;
  readonly novelty: Novelty;
  /** What the binding lets one yes stand for; a yes to a plan is always a yes to several requests. */
  readonly bounded: Omit<BoundedRule, 'maxMs' | 'maxUses'> | undefined;
}

/** What an agent is going to do, for one yes. Its purpose is `display.reason`. */
export interface Plan extends AskRules {
  readonly asker: Asker;
  readonly steps: readonly PlanStep[];
  readonly display: Display;
}

export interface PlanRefusal {
  readonly kind: 'refused';
  readonly code: 'APPROVAL_PLAN_REFUSED';
  readonly reason: 'steps' | 'uses' | 'repeated' | 'not_allowed' | 'url';
  /** From 0; undefined when it is the plan as a whole. */
  readonly step: number | undefined;
}

/** Undefined for a plan that a person may be asked about. */
export function planRefusal({ asker, steps }: Plan): PlanRefusal | undefined {
  if (steps.length === 0 || steps.length > MAX_STEPS) return refused('steps', undefined);
  const scopes = new Set<string>();
  for (const [index, step] of steps.entries()) {
    if (!URL.canParse(step.url)) return refused('url', index);
    if (!Number.isSafeInteger(step.uses) || step.uses < 1 || step.uses > MAX_USES) return refused('uses', index);
    if (step.bounded === undefined || !coversMany(step.bounded, step.method, step.novelty)) {
      return refused('not_allowed', index);
    }
    const scope = scopeOf({ asker, ...step });
    // Two lines for one shape would read as less than they add up to.
    if (scopes.has(scope)) return refused('repeated', index);
    scopes.add(scope);
  }
  return undefined;
}

type PlanKey = Pick<AskKey, 'fingerprint' | 'intent' | 'scope' | 'agentId' | 'itemId'>;

export function planKey(plan: Plan): PlanKey {
  const { asker, steps } = plan;
  const fingerprint = sha256Hex(canonicalJson({ plan: stepsJson(plan), agent: asker.agentId, token: asker.tokenId }));
  const plain = steps.map(({ subject, method, url, uses }) => [subject.itemId, method, pathShape(url), uses]);
  const intent = sha256Hex(canonicalJson({ plan: plain, agent: asker.agentId, token: asker.tokenId }));
  return { fingerprint, intent, scope: undefined, agentId: asker.agentId, itemId: steps[0]?.subject.itemId ?? '' };
}

export function planRow(plan: Plan, parts: RowParts, now: number): ApprovalRow {
  const { asker, display, fourEyes = false, steps, tier } = plan;
  const start = newTerms(parts, now);
  const terms = { ...start, expiresAt: now + parts.limits.planMs };
  const text = planText(terms, plan);
  const digest = sha256Hex(text);
  const needed = fourEyes ? 2 : 1;
  const { id, answerBy, expiresAt } = terms;
  const ask = { kind: 'plan', steps: steps.map(stepView) } as const;
  return {
    ...rowStart({ terms, rules: plan, channels: parts.channels, now }),
    ...planKey(plan),
    kind: 'plan',
    tokenId: asker.tokenId,
    needed,
    terms: text,
    digest,
    rules: JSON.stringify(rulesOf(plan, terms)),
    shown: JSON.stringify(renderSummary({ id, digest, tier, needed, askedAt: now, answerBy, expiresAt, ask }, display)),
  };
}

function rulesOf({ asker, callId, requesterId, steps }: Plan, { nonce, notBefore }: Terms): KeptRules {
  const scopes = steps.map((step) => ({
    itemId: step.subject.itemId,
    scope: scopeOf({ asker, ...step }),
    uses: step.uses,
  }));
  return { nonce, notBefore, requester: requesterId, steps: scopes, callId };
}

function planText(terms: Terms, plan: Plan): string {
  const { agentId, tokenId, grantVersion } = plan.asker;
  const asker = { agent: agentId, token: tokenId, grant_version: grantVersion };
  return canonicalJson({ v: 1, kind: 'plan', ...termsJson(terms), ...asker, steps: stepsJson(plan) });
}

function stepsJson({ steps }: Plan): readonly JsonObject[] {
  return steps.map(({ subject, method, url, uses }) => ({
    item: subject.itemId,
    item_version: subject.itemVersion,
    binding_version: subject.bindingVersion,
    rule: subject.rule,
    placements: subject.placements,
    method,
    shape: pathShape(url),
    uses,
  }));
}

function stepView(step: PlanStep): StepView {
  const { item, method, url, uses } = step;
  const host = hostView(new URL(url), step);
  return { host, method, destructive: isDestructive(method), shape: pathShape(url), uses, item: named(item) };
}

function refused(reason: PlanRefusal['reason'], step: number | undefined): PlanRefusal {
  return { kind: 'refused', code: 'APPROVAL_PLAN_REFUSED', reason, step };
}
