import { upper36 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape } from '../shape.ts';

export const workos: Service = {
  id: 'workos',
  name: 'WorkOS',
  category: 'auth',
  tokens: [
    publicShape({ id: 'workos-client-id', label: 'WorkOS client id', prefixes: ['client_'], parts: [upper36(26)] }),
  ],
  sharedShapes: ['stripe-key'],
  binding: {
    origins: ['https://api.workos.com'],
    auth: 'bearer',
    read: [
      'GET /organizations/**',
      'GET /user_management/users/**',
      'GET /directory_users/**',
      'GET /connections/**',
      'GET /events',
    ],
    write: [
      'POST,PUT,DELETE /organizations/**',
      'POST,PUT,DELETE /user_management/users/**',
      'POST /user_management/invitations',
      'POST /audit_logs/events',
    ],
    deny: [
      'POST /portal/generate_link',
      'POST /user_management/authenticate',
      'POST /user_management/magic_auth',
      'POST /sso/token',
      'GET,POST,PUT,DELETE /vault/**',
      'POST,DELETE /api_keys/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.workos.com/organizations?limit=1' },
  revocation: { page: 'dashboard.workos.com/api-keys' },
  environment: ['WORKOS_API_KEY', 'WORKOS_CLIENT_ID', 'WORKOS_COOKIE_PASSWORD'],
};
