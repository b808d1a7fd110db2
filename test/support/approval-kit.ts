import { onTestFinished } from 'vitest';
import {
  createApprovals,
  type Approvals,
  type ApprovalPolicy,
  type Channel,
  type Question,
  type Standing,
  type Summary,
} from '../../src/approval/index.ts';
import { silentLogger, systemRandom } from '../../src/core/index.ts';
import { openStorage, type Storage } from '../../src/storage/index.ts';
import { OWNER, question, SECOND, START, VIEWER } from './approval-facts.ts';
import { temporaryFolder } from './storage-kit.ts';

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
      const answer = {
        id,
        digest: await digestOf(id),
        approverId: OWNER.id,
        assurance: 'confirm',
        channel: 'cli',
      } as const;
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
