import type { AgentBaseline } from './agent-baseline.ts';
import type { UsageEvent } from './usage-event.ts';

/**
 * What is done about an anomaly, from mild to hard. `note`: it stands in the trail, and no person is told. `suspend` ends
 * the agent's calls until the owner resumes it.
 */
export type Response = 'note' | 'alert' | 'throttle' | 'suspend';

export interface RuleInput {
  readonly event: UsageEvent;
  /** As it was before this event, with the hours up to it put behind. */
  readonly baseline: AgentBaseline;
}

export interface RuleFinding {
  /** What is unusual: the same rule is not raised again for it within the rule's quiet time. */
  readonly subject: string;
  /** Explains itself to a person. */
  readonly sentence: string;
  /** In place of the rule's own response, where nothing else is configured. */
  readonly mildest?: Response;
}

/** One way in which use can be unusual. */
export interface AnomalyRule {
  readonly name: string;
  /** What is done by default. */
  readonly response: Response;
  /** How long the same finding is not repeated. */
  readonly quietMs: number;
  check(input: RuleInput): RuleFinding | undefined;
}
