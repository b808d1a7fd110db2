import { onTestFinished } from 'vitest';
import {
  createApprovals,
  type Act,
  type Approvals,
  type ApprovalPolicy,
  type Approver,
  type Channel,
  type Question,
  type Standing,
  type Summary,
} from '../../src/approval/index.ts';
import { silentLogger, systemRandom } from '../../src/core/index.ts';
import { openStorage, type Storage } from '../../src/storage/index.ts';
import { temporaryFolder } from './storage-kit.ts';

export const START = Date.parse('2026-11-02T10:00:00Z');
export const OWNER: Approver = { id: 'olga', name: 'Olga', role: 'owner', version: '1' };
export const SECOND: Approver = { id: 'ben', name: 'Ben', role: 'approver', version: '1' };
export const VIEWER: Approver = { id: 'vera', name: 'Vera', role: 'viewer', version: '1' };

export function act(changes: { body?: string; method?: string; url?: string; itemVersion?: number; agentId?: string } = {}): Act {
  const { agentId = 'agent-1', body = '{"amount":1200}', itemVersion = 3, method = 'POST' } = changes;
  return {
    asker: { agentId, tokenId: `token of ${agentId}`, grantVersion: '1' },
    subject: { itemId: 'stripe', itemVersion, bindingVersion: 'b1', rule: 'POST /v1/**', placements: ['header:authorization'] },
    wire: {
      method,
      url: changes.url ?? 'https://api.stripe.com/v1/refunds',
      headers: [['content-type', 'application/json']],
      body: new TextEncoder().encode(body),
    },
  };
}

export function question(changes: Partial<Question> = {}): Question {
  return {
    act: act(),
    tier: 'confirm',
    display: { agent: 'support bot', item: 'Stripe live', reason: 'the customer asked for it' },
    novelty: { newHost: false, firstUse: false },
    ...changes,
  };
}

export interface Bench {
  readonly approvals: Approvals;
  readonly storage: Storage;
  readonly told: readonly Summary[];
  readonly clock: { now: () => number; monotonicMs: () => number };
  /** Milliseconds, also backwards. */
  pass(ms: number): void;
  /** Ask and have it answered. */
  answered(yes: boolean, asked?: Question): Promise<Standing>;
  digestOf(id: string): Promise<string>;
}

export interface BenchOptions {
  readonly policy?: Partial<ApprovalPolicy>;
  readonly channels?: readonly Channel[];
  readonly folder?: string;
}

/** The engine over a real store, with a clock that a test moves and one channel that keeps what it was told. */
export async function openBench({ policy, channels, folder }: BenchOptions = {}): Promise<Bench> {
  const storage = await openStorage({ folder: folder ?? (await temporaryFolder()), logger: silentLogger });
  const told: Summary[] = [];
  let time = START;
  const clock = { now: () => time, monotonicMs: () => time };
  const listening: Channel = { name: 'list', notify: async (summary) => told.push(summary) > 0 };
  const approvals = createApprovals({
    store: storage.approvals,
    clock,
    random: systemRandom,
    logger: silentLogger,
    channels: channels ?? [listening],
    policy: { approvers: async () => [OWNER, SECOND, VIEWER], ...policy },
  });
  onTestFinished(async () => {
    await approvals.settled();
    await storage.close();
  });
  const digestOf = async (id: string): Promise<string> => (await storage.approvals.get(id))?.digest ?? '';
  return {
    approvals,
    storage,
    told,
    clock,
    digestOf,
    pass: (ms) => void (time += ms),
    answered: async (yes, asked = question()) => {
      const standing = await approvals.ask(asked);
      const id = idOf(standing);
      const answer = { id, digest: await digestOf(id), approverId: OWNER.id, assurance: 'confirm', channel: 'cli' } as const;
      await approvals.decide({ ...answer, yes });
      return approvals.ask(asked);
    },
  };
}

export function idOf(standing: { readonly kind: string; readonly id?: string }): string {
  if (standing.id === undefined) throw new TypeError(`a standing of kind ${standing.kind} has no id`);
  return standing.id;
}

export function permitOf(standing: Standing): (Standing & { kind: 'approved' })['permit'] {
  if (standing.kind !== 'approved') throw new TypeError(`expected approved, got ${standing.kind}`);
  return standing.permit;
}
