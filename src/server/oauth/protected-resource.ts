import type { AuthenticatedClient, Route } from '../listener/index.ts';
import { SCOPES } from '../../mcp/index.ts';

export interface ResourceSettings {
  readonly resource: string;
  readonly issuers: readonly string[];
}

/** What this server tells clients about where to get a token for it (RFC 9728). */
export interface ProtectedResource {
  /** The value of `WWW-Authenticate`. */
  challenge(requested: Requested): string;
  routes<G extends AuthenticatedClient>(): readonly Route<G>[];
}

interface Requested {
  readonly error?: 'invalid_token' | 'insufficient_scope';
  readonly scopes: readonly string[];
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** The document, where RFC 9728, section 3.1, puts it, and at the root, where MCP clients look without a challenge. */
export function protectedResource({ resource, issuers }: ResourceSettings): ProtectedResource {
  const { origin, pathname } = new URL(resource);
  const path = `${WELL_KNOWN}${pathname === '/' ? '' : pathname}` as const;
  const document = JSON.stringify({
    resource,
    authorization_servers: issuers,
    scopes_supported: Object.values(SCOPES),
    bearer_methods_supported: ['header'],
    resource_name: 'Keyward',
  });
  return {
    challenge({ error, scopes }) {
      const parameters = [
        ['realm', 'keyward'],
        ...(error === undefined ? [] : [['error', error]]),
        ...(scopes.length === 0 ? [] : [['scope', [...new Set(scopes)].join(' ')]]),
        ['resource_metadata', `${origin}${path}`],
      ];
      return `Bearer ${parameters.map(([name, value]) => `${name ?? ''}="${value ?? ''}"`).join(', ')}`;
    },
    routes: () =>
      [...new Set([path, WELL_KNOWN] as const)].map((at) => ({
        path: at,
        methods: ['GET'],
        // A client in a page of an allowed origin begins here.
        cors: true,
        authentication: 'none',
        handle: async () => new Response(document, { headers: { 'content-type': 'application/json' } }),
      })),
  };
}
