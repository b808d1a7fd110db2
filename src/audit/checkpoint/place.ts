import type { SignedCheckpoint } from './checkpoint.ts';

/** Somewhere outside the trail where checkpoints are kept. */
export interface CheckpointPlace {
  /** For messages; no secret in it. */
  readonly name: string;
  /**
   * Keep this checkpoint. Throws `AUDIT_BROKEN` when the place already has one that this one cannot follow: the
   * trail was put back, or is another one. Any other error means: try again later.
   */
  publish(checkpoint: SignedCheckpoint): Promise<void>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
}

/** One POST to a configured address. Passed in: this room opens no connections. */
export type Post = (request: {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
}) => Promise<HttpAnswer>;
