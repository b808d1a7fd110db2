import type { TreeHash } from '../tree/tree-hash.ts';
import type { SignedCheckpoint } from './checkpoint.ts';

/** What a target is told beside the checkpoint. */
export interface Publication {
  readonly history: TrailHistory;
  /** Aborts at the target's deadline: its result is ignored from then on. */
  readonly signal: AbortSignal;
}

/** What the trail says now about its own past. */
export interface TrailHistory {
  /** Root of the tree over the first `size` records: `missing` when there are not so many, `pruned` when it cannot be told any more. */
  rootAt(size: number): Promise<TreeHash | 'missing' | 'pruned'>;
}

/** Somewhere outside the trail where checkpoints are stored. */
export interface CheckpointTarget {
  /** For messages; no secret in it. */
  readonly name: string;
  /**
   * Keep this checkpoint. Throws `AUDIT_BROKEN` when the target already has one that is not of this trail's past:
   * the trail was put back, or is another one. Any other error means: try again later.
   *
   * Several processes publish at once, so an older checkpoint may come after a newer one: that is no fault.
   */
  publish(checkpoint: SignedCheckpoint, publication: Publication): Promise<void>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One POST to a configured address. Passed in: this module opens no connections. */
export type Post = (request: {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly signal?: AbortSignal | undefined;
}) => Promise<HttpAnswer>;
