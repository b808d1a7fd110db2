import { onTestFinished } from 'vitest';
import { isKeywardError, SecretValue, silentLogger, systemClock, type KeywardError } from '../../src/core/index.ts';
import { revealText } from '../../src/core/hazmat.ts';
import {
  createOutbound,
  parseAuth,
  permittedNetworks,
  type Outbound,
  type OutboundBody,
  type OutboundCall,
  type OutboundDeps,
  type UpstreamResponse,
} from '../../src/outbound/index.ts';

export const SECRET = 'sk-lab-3fJx9Qm2Lw7Rb5Tz';

/** An outbound that ends with the test. Its clock is the system's: only `sleep` is ever faked. */
export function openOutbound(deps: Partial<OutboundDeps> = {}): Outbound {
  const outbound = createOutbound({ logger: silentLogger, clock: systemClock, ...deps });
  onTestFinished(() => outbound.close());
  return outbound;
}

export interface CallOptions extends Partial<Omit<OutboundCall, 'request' | 'auth' | 'fields' | 'egress'>> {
  readonly url: string;
  readonly method?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: OutboundBody;
  /** As a person writes them. */
  readonly auth?: string | readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  /** Default: the origin of `url`, as its owner would have bound it. */
  readonly origins?: readonly string[];
  readonly privateNetworks?: readonly string[];
  readonly tls?: OutboundCall['egress']['tls'];
}

/** A call as the broker makes it: bearer credential, bound to its own origin unless the test says otherwise. */
export function outboundCall(options: CallOptions): OutboundCall {
  const {
    url: text,
    method = 'GET',
    headers = [],
    body,
    auth = 'bearer',
    fields = { credential: SECRET },
    ...rest
  } = options;
  const { origins, privateNetworks = [], tls, ...terms } = rest;
  const url = new URL(text);
  return {
    bindingId: 'binding',
    limits: { timeoutMs: 5_000, maxResponseBytes: 65_536 },
    signal: new AbortController().signal,
    ...terms,
    request: { method, url, headers, body },
    auth: typeof auth === 'string' ? parseAuth(auth) : auth.map(parseAuth),
    fields: new Map(Object.entries(fields).map(([id, value]) => [id, SecretValue.fromText(value)])),
    egress: { privateNetworks: permittedNetworks(url, { origins: origins ?? [url.origin], privateNetworks }), tls },
  };
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<KeywardError> {
  const error = await call.then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason,
  );
  if (isKeywardError(error)) return error;
  throw error;
}

export function textOf(response: UpstreamResponse): string {
  return Buffer.from(response.body).toString();
}

export function placedTexts(response: UpstreamResponse): readonly string[] {
  return response.placed.map((secret) => revealText(secret));
}
