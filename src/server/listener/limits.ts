/** What one server gives away at most. All times in milliseconds, all sizes in bytes. */
export interface HttpLimits {
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxJsonDepth: number;
  /** From the first byte of a request to the last of its headers. */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to the last of its body. */
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly maxConnections: number;
  /** Requests being answered at the same time, by all clients together. */
  readonly maxOpen: number;
  readonly maxOpenPerClient: number;
  /** Of these, answers to GET: streams that stay open. */
  readonly maxStreamsPerClient: number;
  readonly maxStreamMs: number;
  /** Failed authentications from one address within a minute, after which it is no longer listened to. */
  readonly maxFailuresPerMinute: number;
  /** How long requests under way may take when the server closes. */
  readonly drainMs: number;
}

export const DEFAULT_LIMITS: HttpLimits = {
  maxBodyBytes: 4 * 1024 * 1024,
  maxHeaderBytes: 16 * 1024,
  maxJsonDepth: 64,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  keepAliveTimeoutMs: 65_000,
  maxConnections: 1_024,
  maxOpen: 512,
  maxOpenPerClient: 128,
  maxStreamsPerClient: 32,
  maxStreamMs: 24 * 3_600_000,
  maxFailuresPerMinute: 20,
  drainMs: 10_000,
};
