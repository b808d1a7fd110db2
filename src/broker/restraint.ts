import { textAt, type AuditTrail } from '../audit/index.ts';
import type { ItemSummary } from '../secrets/index.ts';

/** What keeps an agent from calling for now, and when it ends. Times are milliseconds since the epoch. */
export interface Restraint {
  readonly kind: 'throttled' | 'locked' | 'rate';
  /** When the restraint itself ends, if nothing new happens. */
  readonly until: number;
  /** When the same call may pass: a slowed-down agent has a few calls each minute. */
  readonly retryAt: number;
}

/** What an agent is told about its restraint, in plain words. */
export interface Told {
  readonly reason: string;
  readonly hint: string;
}

const WHY: Readonly<Record<string, string>> = {
  sweep: 'it used many items within an hour that it had not used before',
  denials: 'it asked again and again for destinations or items it may not use',
  burst: 'it made far more calls than usual',
  honey: 'it touched an item that no agent has a reason to touch',
  redaction: 'a secret came back in an answer to it',
};
const OTHERWISE = 'it behaved unusually';

/** Why an agent was slowed down: by the rule that stands in the trail, in our own words. */
export async function whyThrottled(trail: Pick<AuditTrail, 'list'> | undefined, agentId: string): Promise<string> {
  const [latest] = (await trail?.list({ agent: agentId, types: ['agent.throttled'], limit: 1 })) ?? [];
  const rule = latest === undefined ? undefined : textAt(latest, 'detail', 'rule');
  return (rule === undefined ? undefined : WHY[rule]) ?? OTHERWISE;
}

/** The sentence and the hint about a throttle. `agentName` is checked by `identity`: it has no blanks and no quotes. */
export function toldThrottled({ until }: Restraint, why: string, agentName: string | undefined): Told {
  return {
    reason: `this agent is slowed down to 4 calls a minute until ${utc(until)}, because ${why}`,
    hint: `wait, then call again; the owner lifts it with \`keyward agent resume ${agentName ?? 'AGENT'}\``,
  };
}

/** The sentence and the hint about a lock. */
export function toldLocked({ until }: Restraint, item: ItemSummary): Told {
  return {
    reason: `this item is locked for this agent until ${utc(until)}, because its secret came back in too many answers`,
    hint: `wait; the owner looks at \`keyward audit list --alerts\` and lifts it with \`keyward item unlock ${nameForShell(item)}\``,
  };
}

// A title is its owner's text: only where it needs no quoting does it belong into a command.
function nameForShell({ id, title, vaultName }: ItemSummary): string {
  const name = `${vaultName}/${title}`;
  return /^[A-Za-z0-9._-]{1,64}\/[A-Za-z0-9._-]{1,64}$/.test(name) ? name : id;
}

function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
