import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';

/** Fetches a public document of an issuer. Throws `OUTBOUND_*` codes. */
export type FetchDocument = (url: string) => Promise<{ readonly status: number; readonly body: string }>;

/** The signing keys of an issuer, found by discovery. Throws errors of `jose`, and `OUTBOUND_*`. */
export type IssuerKeys = (issuer: string) => Promise<JWTVerifyGetKey>;

// Asymmetric only: with a shared secret, and with none, any caller that reads the keys could sign.
export const ALGORITHMS = [
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
export const CLOCK_TOLERANCE_SECONDS = 30;
const MAX_TOKEN_CHARS = 16_384;
const MAX_ISSUERS = 64;

/** Keys are stored ten minutes, and fetched anew for a key that is not known, at most twice a minute. */
export function createIssuerKeys(fetchDocument: FetchDocument): IssuerKeys {
  const remote = new Map<string, JWTVerifyGetKey>();
  return async (issuer) => {
    const known = remote.get(issuer);
    if (known !== undefined) return known;
    const keys = createRemoteJWKSet(new URL(await discover(issuer, fetchDocument)), {
      [customFetch]: async (url: string) => toResponse(await fetchDocument(url)),
    });
    if (remote.size >= MAX_ISSUERS) remote.clear();
    remote.set(issuer, keys);
    return keys;
  };
}

/**
 * Where a token says it comes from, before anybody has checked it: good for choosing a rule, and nothing else.
 * `undefined` for what is no token.
 */
export function claimedIssuer(jwt: string): string | undefined {
  if (jwt.length > MAX_TOKEN_CHARS) return undefined;
  try {
    const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return z.object({ iss: z.string() }).safeParse(payload).data?.iss;
  } catch {
    return undefined;
  }
}

// OpenID Connect Discovery 1.0, section 4, and for servers without it RFC 8414, section 3: and the document must be about
// this very issuer.
async function discover(issuer: string, fetchDocument: FetchDocument): Promise<string> {
  for (const url of documentsOf(issuer)) {
    const { status, body } = await fetchDocument(url);
    if (status !== 200) continue;
    const { data } = z.object({ issuer: z.literal(issuer), jwks_uri: z.url() }).safeParse(parsed(body));
    if (data !== undefined) return data.jwks_uri;
  }
  throw new errors.JWKSInvalid('no keys');
}

function documentsOf(issuer: string): readonly string[] {
  const bare = issuer.replace(/\/$/, '');
  const { origin, pathname } = new URL(bare);
  const path = pathname === '/' ? '' : pathname;
  return [`${bare}/.well-known/openid-configuration`, `${origin}/.well-known/oauth-authorization-server${path}`];
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function toResponse({ status, body }: Awaited<ReturnType<FetchDocument>>): Response {
  return new Response(body, { status });
}
