import type { Tier } from './store.ts';

/** A person who may be asked. A viewer sees and never answers. */
export interface Approver {
  readonly id: string;
  readonly name: string;
  readonly role: 'owner' | 'approver' | 'viewer';
  /** Any text that changes when the person's rights or passkeys change: a yes given before then is void. */
  readonly version: string;
}

/** Who may answer now; read anew for every answer and for every use. */
export type ApproverDirectory = () => Promise<readonly Approver[]>;

const RANK: Readonly<Record<Tier, number>> = { convenience: 0, confirm: 1, strong: 2 };

/**
 * Whether a way of answering is enough. A no needs less than a yes: an approver who can confirm may also refuse what asks for a
 * passkey. But what a client says by itself is a person's word only where the owner chose that tier.
 */
export function suffices(assurance: Tier, tier: Tier, yes: boolean): boolean {
  const needed = yes || tier === 'convenience' ? tier : 'confirm';
  return RANK[assurance] >= RANK[needed];
}

export function mayAnswer(approver: Approver | undefined): approver is Approver {
  return approver !== undefined && approver.role !== 'viewer';
}
