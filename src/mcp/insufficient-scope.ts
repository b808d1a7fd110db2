import { rpcError } from './rpc-error.ts';
import { scopesOf, type Scope } from './scopes.ts';
import type { McpRequest } from './request-context.ts';

/** The scopes that a request would take and its access token does not have; none for a caller that shows an agent's token. */
export function missingScopes({ client, body }: McpRequest): readonly Scope[] {
  const { access } = client;
  return access === undefined ? [] : [...scopesOf(body)].filter((scope) => !access.scopes.has(scope));
}

/**
 * RFC 6750, section 3.1, before anything is done: so that a client asks its person for more and comes back. It names
 * what the token has too, because a client may ask for just what is named.
 */
export function insufficientScope({ client }: McpRequest, missing: readonly Scope[]): Response {
  const response = rpcError(403, -32_003, `The access token lacks ${missing.join(' ')}`);
  const { access } = client;
  if (access !== undefined) {
    response.headers.set('www-authenticate', access.challenge([...access.scopes, ...missing]));
  }
  return response;
}
