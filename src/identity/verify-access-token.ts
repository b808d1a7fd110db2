import { errors, jwtVerify, type JWTPayload } from 'jose';
import { z } from 'zod';
import type { Clock } from '../core/index.ts';
import {
  ALGORITHMS,
  claimedIssuer,
  CLOCK_TOLERANCE_SECONDS,
  createIssuerKeys,
  type FetchDocument,
} from './issuer-keys.ts';

export interface AccessVerifierDeps {
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
  /** The resource identifier of this server: what a token must have been made for. */
  readonly resource: string;
  readonly issuers: readonly string[];
}

/** An access token that its issuer signed for this server, and that has not ended. What it opens is yet to be found. */
export interface AccessToken {
  readonly kind: 'verified';
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  /** Its id, as the issuer's own log has it. */
  readonly tokenId: string;
  readonly scopes: ReadonlySet<string>;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  readonly claims: JWTPayload;
}

/** For the trail and the owner, never for the caller. */
export type AccessRefusal =
  | 'malformed'
  | 'issuer'
  | 'signature'
  | 'expired'
  | 'audience'
  | 'type'
  | 'claims'
  | 'bound'
  | 'unreachable';

export type AccessVerifier = (
  jwt: string,
) => Promise<AccessToken | { readonly kind: 'refused'; readonly because: AccessRefusal }>;

// RFC 9068, section 2.2. `typ` keeps identity tokens, which go to browsers and logs, from being taken for access tokens.
const REQUIRED_CLAIMS = ['iss', 'exp', 'aud', 'sub', 'client_id', 'iat', 'jti'];
const TYPE = 'at+jwt';

const claimsSchema = z.object({
  sub: z.string().min(1).max(256),
  client_id: z.string().min(1).max(256),
  jti: z.string().min(1).max(256),
  exp: z.number(),
  scope: z.string().max(4_096).default(''),
});

/** Checks access tokens in the form of RFC 9068 that issuers of the configuration made for this server. */
export function createAccessVerifier(deps: AccessVerifierDeps): AccessVerifier {
  const { resource, issuers, clock } = deps;
  const keysOf = createIssuerKeys(deps.fetchDocument);
  return async (jwt) => {
    const issuer = claimedIssuer(jwt);
    if (issuer === undefined) return { kind: 'refused', because: 'malformed' };
    // Nothing is fetched from an issuer that is not configured.
    if (!issuers.includes(issuer)) return { kind: 'refused', because: 'issuer' };
    try {
      const { payload } = await jwtVerify(jwt, await keysOf(issuer), {
        issuer,
        audience: resource,
        typ: TYPE,
        algorithms: ALGORITHMS,
        requiredClaims: REQUIRED_CLAIMS,
        clockTolerance: CLOCK_TOLERANCE_SECONDS,
        currentDate: new Date(clock.now()),
      });
      return accessToken(issuer, payload);
    } catch (error) {
      return { kind: 'refused', because: reasonOf(error) };
    }
  };
}

function accessToken(issuer: string, claims: JWTPayload): Awaited<ReturnType<AccessVerifier>> {
  // RFC 7800: bound to a key that its holder would have to prove. Taken as a bearer token it would lose just that.
  if (claims['cnf'] !== undefined) return { kind: 'refused', because: 'bound' };
  const { data } = claimsSchema.safeParse(claims);
  if (data === undefined) return { kind: 'refused', because: 'claims' };
  return {
    kind: 'verified',
    issuer,
    subject: data.sub,
    clientId: data.client_id,
    tokenId: data.jti,
    scopes: new Set(data.scope.split(' ').filter((scope) => scope !== '')),
    // As long as it is taken, and no longer.
    expiresAt: (data.exp + CLOCK_TOLERANCE_SECONDS) * 1_000,
    claims,
  };
}

function reasonOf(error: unknown): AccessRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'typ') return 'type';
    if (error.claim === 'aud') return 'audience';
    return error.reason === 'missing' ? 'claims' : 'expired';
  }
  if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return 'signature';
  return 'unreachable';
}
