import type { Summary } from './summary.ts';

/**
 * One way to tell a person that an approval waits; one file each in `channels/`, held to `test/contracts/channel.ts`.
 *
 * A channel never decides: an answer comes in by a door that knows who answers, and goes to `decide`.
 */
export interface Channel {
  /** Stands in the trail and in what the agent is told: lower-case words with dashes. */
  readonly name: string;
  /** True when it is before a person or on its way there. False, or a rejection: this channel has told no approver. */
  notify(summary: Summary): Promise<boolean>;
}

/** What may stand on a lock screen or pass through a relay: neither body, nor query, nor headers, nor the agent's words. */
export interface Notice {
  readonly id: string;
  readonly agent: string;
  readonly item: string;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly answerBy: number;
}

/** Of a plan, the host and method of its first step, and how many there are in place of a path. */
export function noticeOf({ id, agent, item, answerBy, ask }: Summary): Notice {
  const base = { id, agent, item, answerBy };
  if (ask.kind === 'request') {
    const { host, method, path } = ask.request;
    return { ...base, host: host.name, method, path };
  }
  const [first] = ask.steps;
  return { ...base, host: first?.host.name ?? '', method: first?.method ?? '', path: `${ask.steps.length} steps` };
}
