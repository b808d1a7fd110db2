import { textAt } from '../audit/index.ts';
import type { AuditRecord } from '../audit/index.ts';
import { advance, learn, newBaseline, type AgentBaseline } from './agent-baseline.ts';
import type { AnomalyRule, Response, RuleFinding } from './anomaly-rule.ts';
import { ANOMALY_RULES } from './rules.ts';
import { usageEvent, type UsageEvent } from './usage-event.ts';

const MAX_AGENTS = 10_000;
const MAX_RAISED = 10_000;

export interface Anomaly extends Omit<RuleFinding, 'mildest'> {
  readonly rule: string;
  readonly response: Response;
  readonly quietMs: number;
  readonly agentId: string;
  readonly agentName: string;
  /** The record that showed it. */
  readonly seq: number;
  readonly atMs: number;
}

export interface DetectorOptions {
  /** What to do, by name of the rule, where it is not the rule's own. `off`: the rule raises nothing. */
  readonly responses?: Readonly<Partial<Record<string, Response | 'off'>>>;
}

export interface Detector {
  /** Judge a record against all before it, then learn from it. Records come in the order of the trail. */
  observe(record: AuditRecord): readonly Anomaly[];
  /** Whether there is a baseline of that agent yet. */
  knows(agentId: string): boolean;
  /** Begin the baseline of an agent with when it was used last, before its first event is observed. */
  recall(event: UsageEvent, lastUseMs: number | undefined): void;
}

/**
 * Baselines of all agents, made of nothing but the records it is shown: the same records give the same anomalies.
 * What was raised already it learns from the trail too, so that several processes do not repeat one another.
 */
export function createDetector({ responses = {} }: DetectorOptions = {}): Detector {
  const baselines = new Map<string, AgentBaseline>();
  const raisedMs = new Map<string, number>();

  function judge(rule: AnomalyRule, event: UsageEvent, baseline: AgentBaseline): RuleFinding | undefined {
    const finding = rule.check({ event, baseline });
    if (finding === undefined) return undefined;
    const key = keyOf(rule.name, event.agentId, finding.subject);
    if (event.atMs - (raisedMs.get(key) ?? -Infinity) < rule.quietMs) return undefined;
    remember(raisedMs, key, event.atMs);
    return finding;
  }

  return {
    observe(record) {
      if (isRaised(record)) rememberRaised(raisedMs, record);
      const event = usageEvent(record);
      if (event === undefined) return [];
      const baseline = baselineOf(baselines, event);
      advance(baseline, event.atMs);
      const found = ANOMALY_RULES.flatMap((rule) => {
        const configured = responses[rule.name];
        const finding = configured === 'off' ? undefined : judge(rule, event, baseline);
        if (finding === undefined || configured === 'off') return [];
        const { agentId, agentName, atMs } = event;
        const { name, quietMs } = rule;
        const { mildest, ...found } = finding;
        const response = configured ?? mildest ?? rule.response;
        return [{ ...found, rule: name, response, quietMs, agentId, agentName, atMs, seq: record.seq }];
      });
      learn(baseline, event);
      return found;
    },
    knows: (agentId) => baselines.has(agentId),
    recall(event, lastUseMs) {
      baselineOf(baselines, event).lastUseMs = lastUseMs;
    },
  };
}

/** What makes two findings the same one. */
export function keyOf(rule: string, agentId: string, subject: string): string {
  return `${rule}\n${agentId}\n${subject}`;
}

/** Whether a record says that something unusual was raised or noted. */
export function isRaised({ type }: AuditRecord): boolean {
  return type === 'anomaly.raised' || type === 'usage.noted';
}

function rememberRaised(raisedMs: Map<string, number>, record: AuditRecord): void {
  const rule = textAt(record, 'detail', 'rule');
  const subject = textAt(record, 'detail', 'subject');
  const agentId = textAt(record, 'agent', 'id');
  if (rule === undefined || subject === undefined || agentId === undefined) return;
  remember(raisedMs, keyOf(rule, agentId, subject), Date.parse(record.at));
}

function baselineOf(baselines: Map<string, AgentBaseline>, { agentId, atMs }: UsageEvent): AgentBaseline {
  const known = baselines.get(agentId);
  if (known !== undefined) return known;
  const fresh = newBaseline(atMs);
  baselines.set(agentId, fresh);
  const [oldest] = baselines.keys();
  if (baselines.size > MAX_AGENTS && oldest !== undefined) baselines.delete(oldest);
  return fresh;
}

function remember(raisedMs: Map<string, number>, key: string, atMs: number): void {
  raisedMs.delete(key);
  raisedMs.set(key, atMs);
  const [oldest] = raisedMs.keys();
  if (raisedMs.size > MAX_RAISED && oldest !== undefined) raisedMs.delete(oldest);
}
