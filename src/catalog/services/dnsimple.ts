import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const dnsimple: Service = {
  id: 'dnsimple',
  name: 'DNSimple',
  category: 'dns',
  tokens: [
    shape({
      id: 'dnsimple-access-token',
      label: 'DNSimple access token',
      prefixes: ['dnsimple_a_', 'dnsimple_u_'],
      parts: [base62(20, 512)],
    }),
    shape({
      id: 'dnsimple-legacy-access-token',
      label: 'DNSimple legacy Access token',
      keywords: ['dnsimple_token'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.dnsimple.com'],
    auth: 'bearer',
    read: ['GET /v2/**'],
    write: [
      'POST,PATCH,DELETE /v2/*/zones/*/records/**',
      'POST /v2/*/registrar/domains/*/registrations',
      'POST,DELETE /v2/*/domains/**',
    ],
    deny: ['POST,DELETE /v2/*/webhooks/**', 'POST,DELETE /v2/*/domains/*/collaborators/**'],
  },
  identity: { method: 'GET', url: 'https://api.dnsimple.com/v2/whoami' },
  revocation: { page: 'dnsimple.com, account, automation, API tokens' },
  environment: ['DNSIMPLE_TOKEN', 'DNSIMPLE_ACCOUNT'],
};
