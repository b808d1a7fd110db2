import type { AuthenticatedClient, Authenticator, RequestAuthenticator } from './route.ts';

const BEARER = /^Bearer ([\w.~+/=-]{1,8192})$/i;
const SESSION = /^[\w.~+/=-]{1,8192}$/;

/** Bearer tokens (RFC 6750), from the `Authorization` header and from no other part of a request. */
export function bearer<G extends AuthenticatedClient>(
  authenticate: Authenticator<G>,
  challenge: string = 'Bearer realm="keyward"',
): RequestAuthenticator<G> {
  return {
    credentialOf: ({ authorization }) => BEARER.exec(authorization ?? '')?.[1] ?? '',
    authenticate,
    challenge,
  };
}

/**
 * A session named in a header of its own. A browser adds no such header to a request that another site makes, which
 * a cookie would be added to (CSRF). `header` is lower case.
 */
export function sessionHeader<G extends AuthenticatedClient>(
  header: string,
  authenticate: Authenticator<G>,
): RequestAuthenticator<G> {
  return {
    credentialOf(headers) {
      const value = headers[header];
      return typeof value === 'string' && SESSION.test(value) ? value : '';
    },
    authenticate,
    challenge: 'Session realm="keyward"',
  };
}
