import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import { z } from 'zod';
import type { Clock } from '../core/index.ts';
import type { WorkloadTrust } from './workload-trust-schema.ts';

/** Fetches a public document of an issuer. Throws `OUTBOUND_*` codes. */
export type FetchDocument = (url: string) => Promise<{ readonly status: number; readonly body: string }>;

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

/** For the trail and the owner, never for whoever asked. */
export type WorkloadRefusal = 'malformed' | 'issuer' | 'signature' | 'expired' | 'audience' | 'claims' | 'unreachable';

export type WorkloadVerifier = (jwt: string, trusts: readonly WorkloadTrust[]) => Promise<VerifiedWorkload>;

// Asymmetric only: with a shared secret, and with none, whoever reads the keys could sign.
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 30;
const MAX_TOKEN_CHARS = 16_384;
const MAX_ISSUERS = 64;

/**
 * Checks identity tokens (OpenID Connect, as GitHub Actions and Kubernetes give them to their jobs) against what the
 * owner trusts. Keys of issuers are kept ten minutes, and fetched anew for a key that is not known, at most twice a minute.
 */
export function createWorkloadVerifier({ fetchDocument, clock }: WorkloadVerifierDeps): WorkloadVerifier {
  const remote = new Map<string, JWTVerifyGetKey>();
  const keysOf = async (trust: WorkloadTrust): Promise<JWTVerifyGetKey> => {
    if (trust.jwks !== undefined) return createLocalJWKSet(trust.jwks);
    const known = remote.get(trust.issuer);
    if (known !== undefined) return known;
    const keys = createRemoteJWKSet(new URL(await discover(trust.issuer, fetchDocument)), {
      [customFetch]: async (url: string) => toResponse(await fetchDocument(url)),
    });
    if (remote.size >= MAX_ISSUERS) remote.clear();
    remote.set(trust.issuer, keys);
    return keys;
  };
  return async (jwt, trusts) => {
    const claimed = issuerOf(jwt);
    if (claimed === undefined) return { kind: 'refused', because: 'malformed' };
    // Nothing is fetched from an issuer the owner did not name.
    const candidates = trusts.filter(({ issuer }) => issuer === claimed);
    let because: WorkloadRefusal = 'issuer';
    for (const trust of candidates) {
      try {
        const options = { issuer: trust.issuer, audience: trust.audience, algorithms: ALGORITHMS };
        const { payload } = await jwtVerify(jwt, await keysOf(trust), {
          ...options,
          requiredClaims: ['exp', 'sub'],
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          currentDate: new Date(clock.now()),
        });
        const claims = matchingClaims(payload, trust);
        if (claims !== undefined) return { kind: 'verified', trust, subject: payload.sub ?? '', claims };
        because = 'claims';
      } catch (error) {
        because = reasonOf(error);
      }
    }
    return { kind: 'refused', because };
  };
}

// The token says where it comes from before anybody has checked it: good for choosing a rule, and nothing else.
function issuerOf(jwt: string): string | undefined {
  if (jwt.length > MAX_TOKEN_CHARS) return undefined;
  try {
    const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return z.object({ iss: z.string() }).safeParse(payload).data?.iss;
  } catch {
    return undefined;
  }
}

// OpenID Connect Discovery 1.0, section 4: and the document must be about this very issuer.
async function discover(issuer: string, fetchDocument: FetchDocument): Promise<string> {
  const { status, body } = await fetchDocument(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const document: unknown = status === 200 ? JSON.parse(body) : undefined;
  const { data } = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() }).safeParse(document);
  if (data === undefined) throw new errors.JWKSInvalid('no keys');
  return data.jwks_uri;
}

function toResponse({ status, body }: Awaited<ReturnType<FetchDocument>>): Response {
  return new Response(body, { status });
}

function matchingClaims(payload: JWTPayload, { claims }: WorkloadTrust): Readonly<Record<string, string>> | undefined {
  const found = Object.entries(claims).map(([name, wanted]): [string, string] | undefined => {
    const value = claimAt(payload, name);
    return value !== undefined && wanted.includes(value) ? [name, value] : undefined;
  });
  const matched = found.filter((claim) => claim !== undefined);
  return matched.length === found.length ? Object.fromEntries(matched) : undefined;
}

/** A claim by its name, or by a JSON pointer (RFC 6901) into nested ones. */
function claimAt(payload: JWTPayload, name: string): string | undefined {
  const path = name.startsWith('/')
    ? name
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [name];
  let value: unknown = payload;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function reasonOf(error: unknown): WorkloadRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim === 'aud' ? 'audience' : 'expired';
  if (error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)) return 'signature';
  return 'unreachable';
}
