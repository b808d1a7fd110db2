import { upper36, base64url, text, optional, repeated, join } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const onepassword: Service = {
  id: 'onepassword',
  name: '1Password (service accounts, Connect, Events)',
  category: 'secrets',
  tokens: [
    shape({
      id: 'onepassword-service-account-token',
      label: '1Password service account token',
      prefixes: ['ops_eyJ'],
      parts: [base64url(200, 8000), optional(text('=')), optional(text('='))],
    }),
    shape({
      id: 'onepassword-secret-key',
      label: '1Password account Secret Key',
      prefixes: ['A3-'],
      parts: [upper36(6), text('-'), repeated(join(upper36(5, 6), text('-')), 3, 4), upper36(5)],
    }),
  ],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://events.1password.com'],
    auth: 'bearer',
    read: [
      'POST /api/v2/signinattempts',
      'POST /api/v2/itemusages',
      'POST /api/v2/auditevents',
      'GET /v1/vaults',
      'GET /v1/heartbeat',
    ],
    write: ['POST,PUT,PATCH,DELETE /v1/vaults/*/items/**'],
    deny: ['GET /v1/vaults/*/items/*', 'GET /v1/vaults/*/items/*/files/*/content'],
  },
  identity: { method: 'GET', url: 'https://events.1password.com/api/v2/auth/introspect' },
  revocation: { page: 'my.1password.com, developer (service accounts, Connect); rotate or delete' },
  environment: ['OP_SERVICE_ACCOUNT_TOKEN', 'OP_CONNECT_TOKEN', 'OP_CONNECT_HOST', 'OP_SESSION'],
};
