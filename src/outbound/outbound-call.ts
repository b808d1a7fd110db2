import type { SecretValue } from '../core/index.ts';
import type { OutboundRequest } from './outbound-request.ts';
import type { AuthConfigs } from './schemes/index.ts';
import type { TlsDemands } from './tls-options.ts';

/** Where connections of a call may go and whom they believe. */
export interface Egress {
  /** CIDRs permitted beside the public internet: take them from `permittedNetworks(url, binding)`. */
  readonly privateNetworks: readonly string[];
  readonly tls?: TlsDemands | undefined;
}

export interface OutboundLimits {
  /** Total, over all attempts, hops and waits. */
  readonly timeoutMs: number;
  /** Until a connection stands, TLS included. Default 10 s. */
  readonly connectMs?: number | undefined;
  /** From the request to the head of the answer. Default 120 s. */
  readonly firstByteMs?: number | undefined;
  /** Between two pieces of the body. Default 60 s. */
  readonly idleMs?: number | undefined;
  /** Of the body as it is handed over, after decoding. */
  readonly maxResponseBytes: number;
}

export interface OutboundCall {
  /** Connections are pooled under it: never share one between bindings or tenants. */
  readonly bindingId: string;
  readonly request: OutboundRequest;
  readonly auth: AuthConfigs;
  /** By field id: see `authFields(auth)` for which are needed. */
  readonly fields: ReadonlyMap<string, SecretValue>;
  /** Fields that are placed and are no secret: `placed` does not tell of them. */
  readonly publicFields?: ReadonlySet<string> | undefined;
  readonly egress: Egress;
  readonly limits: OutboundLimits;
  /** True: it is sent once, whatever the service asks for. */
  readonly once?: boolean | undefined;
  /** Absent: redirects are handed back, never followed. */
  readonly redirects?: RedirectPermit | undefined;
  /** Awaited before each attempt is sent; a rejection stops the call and is thrown as it is. */
  readonly onAttempt?: ((attempt: Attempt) => Promise<void>) | undefined;
  /** Of this call alone: the caller going away ends it with `OUTBOUND_CANCELLED`. */
  readonly signal: AbortSignal;
}

export interface RedirectPermit {
  /** At most 3 are followed, whatever is asked. */
  readonly max: number;
  /** The policy's word on one hop. The URL never holds the placed credential. */
  readonly judge: (url: URL) => boolean;
}

/** One request on the wire. Safe to record: `path` holds no query and no credential. */
export interface Attempt {
  /** From 1. */
  readonly number: number;
  readonly reason: 'first' | 'retry' | 'redirect';
  readonly method: string;
  readonly origin: string;
  readonly path: string;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly statusText: string;
  /** Lower-case names, in the order of the wire, without those that describe the connection. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Decoded once. */
  readonly body: Uint8Array;
  /**
   * True when the service sent more, or had not ended when time was over: the body then ends anywhere, also in the
   * middle of a reflected secret.
   */
  readonly bodyTruncated: boolean;
  /** Where a redirect that was not followed points to, absolute when it parses. Not scrubbed. */
  readonly location?: string;
  /** Every text holding a secret that was put on the wire, for the scrubber. */
  readonly placed: readonly SecretValue[];
  readonly durationMs: number;
  /** How many requests were sent. */
  readonly attempts: number;
}
