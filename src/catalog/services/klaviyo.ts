import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const klaviyo: Service = {
  id: 'klaviyo',
  name: 'Klaviyo',
  category: 'mail',
  tokens: [
    shape({
      id: 'klaviyo-key',
      label: 'Klaviyo private API key',
      prefixes: ['pk_'],
      parts: [base62(34)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://a.klaviyo.com'],
    auth: 'header:authorization',
    valuePrefix: 'Klaviyo-API-Key ',
    read: ['GET /api/**', 'POST /api/metric-aggregates', 'POST /api/campaign-values-reports'],
    write: [
      'POST,PATCH /api/profiles/**',
      'POST /api/campaign-send-jobs',
      'POST,PATCH,DELETE /api/campaigns/**',
      'POST /api/events',
      'POST,PATCH,DELETE /api/templates/**',
    ],
    deny: ['POST /api/data-privacy-deletion-jobs', 'POST,PATCH,DELETE /api/webhooks/**'],
    headers: ['revision'],
  },
  identity: { method: 'GET', url: 'https://a.klaviyo.com/api/accounts' },
  revocation: { page: 'klaviyo.com/settings/account/api-keys' },
  environment: ['KLAVIYO_API_KEY', 'KLAVIYO_PRIVATE_API_KEY', 'KLAVIYO_PUBLIC_API_KEY'],
};
