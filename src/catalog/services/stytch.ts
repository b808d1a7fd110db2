import { base64url, text, uuid, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const stytch: Service = {
  id: 'stytch',
  name: 'Stytch',
  category: 'auth',
  tokens: [
    shape({
      id: 'stytch-secret',
      label: 'Stytch secret',
      prefixes: ['secret-live-', 'secret-test-'],
      parts: [base64url(36, 64), optional(text('='))],
    }),
    publicShape({
      id: 'stytch-project-id',
      label: 'Stytch project id',
      prefixes: ['project-live-', 'project-test-'],
      parts: [uuid()],
    }),
    publicShape({
      id: 'stytch-public-token',
      label: 'Stytch public token',
      prefixes: ['public-token-live-', 'public-token-test-'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.stytch.com'],
    auth: 'basic',
    read: ['GET /v1/users/*', 'POST /v1/users/search', 'GET /v1/sessions'],
    write: ['POST /v1/users', 'PUT,DELETE /v1/users/*', 'POST /v1/sessions/revoke'],
    deny: [
      'POST /v1/magic_links',
      'POST /v1/sessions/authenticate',
      'POST /v1/m2m/clients/**',
      'POST /v1/impersonation/authenticate',
      'POST /v1/public/**',
    ],
  },
  revocation: { page: 'stytch.com/dashboard/api-keys' },
  environment: ['STYTCH_PROJECT_ID', 'STYTCH_SECRET', 'STYTCH_PUBLIC_TOKEN'],
};
