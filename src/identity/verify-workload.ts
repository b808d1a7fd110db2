import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import type { Clock } from '../core/index.ts';
import {
  ALGORITHMS,
  claimedIssuer,
  CLOCK_TOLERANCE_SECONDS,
  createIssuerKeys,
  type FetchDocument,
} from './issuer-keys.ts';
import { matchingClaims } from './matching-claims.ts';
import type { WorkloadTrust } from './workload-trust-schema.ts';

export interface WorkloadVerifierDeps {
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
}

export type VerifiedWorkload =
  | {
      readonly kind: 'verified';
      /** The rule it was verified by. */
      readonly trust: WorkloadTrust;
      readonly subject: string;
      readonly claims: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'refused'; readonly because: WorkloadRefusal };

/** For the trail and the owner, never for the caller. */
export type WorkloadRefusal = 'malformed' | 'issuer' | 'signature' | 'expired' | 'audience' | 'claims' | 'unreachable';

export type WorkloadVerifier = (jwt: string, trusts: readonly WorkloadTrust[]) => Promise<VerifiedWorkload>;

/**
 * Checks identity tokens (OpenID Connect, as GitHub Actions and Kubernetes give them to their jobs) against what the
 * owner trusts.
 */
export function createWorkloadVerifier({ fetchDocument, clock }: WorkloadVerifierDeps): WorkloadVerifier {
  const keysOf = createIssuerKeys(fetchDocument);
  return async (jwt, trusts) => {
    const claimed = claimedIssuer(jwt);
    if (claimed === undefined) return { kind: 'refused', because: 'malformed' };
    // Nothing is fetched from an issuer the owner did not name.
    const candidates = trusts.filter(({ issuer }) => issuer === claimed);
    let because: WorkloadRefusal = 'issuer';
    for (const trust of candidates) {
      try {
        const options = { issuer: trust.issuer, audience: trust.audience, algorithms: ALGORITHMS };
        const keys = trust.jwks === undefined ? await keysOf(trust.issuer) : createLocalJWKSet(trust.jwks);
        const { payload } = await jwtVerify(jwt, keys, {
          ...options,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: new Date(clock.now()),
        });
        const claims = matchingClaims(payload, trust.claims);
        if (claims !== undefined) return { kind: 'verified', trust, subject: payload.sub ?? '', claims };
        because = 'claims';
      } catch (error) {
        because = reasonOf(error);
      }
    }
    return { kind: 'refused', because };
  };
}

/** What was wrong with a token that `jose` refused. */
export function reasonOf(error: unknown): WorkloadRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'aud' ? 'audience' : 'expired';
  if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return 'signature';
  return 'unreachable';
}
