import { hex, base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const zendesk: Service = {
  id: 'zendesk',
  name: 'Zendesk',
  category: 'support',
  tokens: [
    shape({
      id: 'zendesk-api-token',
      label: 'Zendesk API token',
      keywords: ['zendesk_api_token', 'zendesk_token', 'zendesk'],
      parts: [base62(40)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'zendesk-oauth-access-token',
      label: 'Zendesk OAuth access token',
      keywords: ['zendesk_oauth_token'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.zendesk.com',
    auth: 'basic',
    read: ['GET /api/v2/**'],
    write: [
      'POST /api/v2/tickets.json',
      'PUT /api/v2/tickets/*',
      'DELETE /api/v2/tickets/*',
      'POST,PUT /api/v2/users/**',
      'PUT,POST /api/v2/help_center/**',
    ],
    deny: [
      'GET,POST,DELETE /api/v2/oauth/**',
      'GET,POST,PUT,DELETE /api/v2/api_tokens/**',
      'POST /api/v2/webhooks/**',
      'POST /api/v2/users/*/password',
      'DELETE /api/v2/users/*',
    ],
  },
  revocation: { page: 'Admin Center, APIs' },
  environment: ['ZENDESK_API_TOKEN', 'ZENDESK_EMAIL', 'ZENDESK_SUBDOMAIN'],
};
