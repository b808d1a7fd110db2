import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const betterStack: Service = {
  id: 'better-stack',
  name: 'Better Stack',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'better-stack-api-token',
      label: 'Better Stack API token',
      keywords: ['betterstack_api_token', 'better_uptime_api_token'],
      parts: [base62(24)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://uptime.betterstack.com'],
    auth: 'bearer',
    read: ['GET /api/v2/**', 'GET /api/v3/**'],
    write: [
      'POST,PATCH,DELETE /api/v2/monitors/**',
      'POST /api/v3/incidents/**',
      'POST,PATCH,DELETE /api/v2/status-pages/**',
    ],
    deny: ['POST,PATCH,DELETE /api/v2/team-members/**'],
  },
  identity: { method: 'GET', url: 'https://uptime.betterstack.com/api/v2/monitors?per_page=1' },
  revocation: { page: 'betterstack.com/settings/api-tokens' },
  environment: ['BETTERSTACK_API_TOKEN', 'BETTERSTACK_API_KEY', 'LOGTAIL_SOURCE_TOKEN'],
};
