import { base62, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const tailscale: Service = {
  id: 'tailscale',
  name: 'Tailscale',
  category: 'infrastructure',
  tokens: [
    shape({
      id: 'tailscale-key',
      label: 'Tailscale key',
      prefixes: ['tskey-api-', 'tskey-auth-', 'tskey-client-', 'tskey-scim-', 'tskey-webhook-'],
      parts: [base62(8, 24), text('-'), base62(12, 48)],
    }),
  ],
  binding: {
    origins: ['https://api.tailscale.com'],
    auth: 'bearer',
    read: [
      'GET /api/v2/tailnet/*/devices',
      'GET /api/v2/device/**',
      'GET /api/v2/tailnet/*/dns/**',
      'GET /api/v2/tailnet/*/acl',
      'GET /api/v2/tailnet/*/users',
    ],
    write: [
      'POST /api/v2/device/**',
      'DELETE /api/v2/device/*',
      'POST /api/v2/tailnet/*/acl',
      'POST,PUT /api/v2/tailnet/*/dns/**',
    ],
    deny: [
      'POST /api/v2/oauth/token',
      'POST,PUT,DELETE /api/v2/tailnet/*/keys/**',
      'POST,DELETE /api/v2/users/**',
      'POST,PATCH,DELETE /api/v2/tailnet/*/webhooks/**',
    ],
  },
  environment: [
    'TAILSCALE_API_KEY',
    'TS_API_KEY',
    'TS_AUTHKEY',
    'TS_AUTH_KEY',
    'TS_OAUTH_CLIENT_SECRET',
    'TAILSCALE_OAUTH_CLIENT_SECRET',
  ],
};
