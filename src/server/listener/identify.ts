import type { IncomingMessage } from 'node:http';
import type { PlainStatus } from './error-response.ts';
import type { FailureLimit } from './failure-limit.ts';
import type { Metrics } from './metrics.ts';
import type { AuthenticatedClient, Remote, RequestAuthenticator } from './route.ts';

export interface IdentifyRequestDeps {
  readonly failures: FailureLimit;
  readonly metrics: Pick<Metrics, 'refused'>;
}

export interface Arrival<G extends AuthenticatedClient> {
  readonly by: RequestAuthenticator<G>;
  readonly incoming: Pick<IncomingMessage, 'headers'>;
  readonly remote: Remote;
  readonly path: string;
}

export type Identified<G extends AuthenticatedClient> =
  | { readonly kind: 'authenticated'; readonly client: G }
  | {
      readonly kind: 'refused';
      readonly status: PlainStatus;
      readonly headers: Readonly<Record<string, string>>;
      readonly sentence?: string;
    };

/** Who sent a request, judged before any of its body is read. Refusals are counted by address. */
export async function identifyRequest<G extends AuthenticatedClient>(
  { failures, metrics }: IdentifyRequestDeps,
  { by, incoming, remote, path }: Arrival<G>,
): Promise<Identified<G>> {
  const credential = by.credentialOf(incoming.headers);
  if (failures.isBlocked(remote.address, credential)) {
    metrics.refused('blocked');
    return { kind: 'refused', status: 429, headers: { 'retry-after': '60' } };
  }
  const answered = await by.authenticate(credential, { remote, path });
  if (answered.kind === 'authenticated') {
    failures.succeeded(remote.address, credential);
    return answered;
  }
  const { status = 401, challenge = by.challenge } = answered;
  metrics.refused('token');
  const headers = { 'www-authenticate': challenge };
  // A client that is known is not guessing.
  if (status === 403) return { kind: 'refused', status, headers, sentence: 'the token is not for this' };
  // A request without a credential is how a client finds out that it needs one.
  if (credential !== '') failures.failed(remote.address);
  return { kind: 'refused', status, headers: status === 503 ? { 'retry-after': '5' } : headers };
}
