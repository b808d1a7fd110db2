import { base62, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const vercel: Service = {
  id: 'vercel',
  name: 'Vercel',
  category: 'paas',
  tokens: [
    shape({
      id: 'vercel-token',
      label: 'Vercel access, integration or app token',
      prefixes: ['vcp_', 'vci_', 'vca_', 'vcr_', 'vck_'],
      parts: [base64url(56)],
    }),
    shape({
      id: 'vercel-legacy-access-token',
      label: 'Vercel legacy Access token',
      keywords: ['vercel_token', 'vercel_api_token', 'vercel'],
      parts: [base62(24)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://api.vercel.com'],
    auth: 'bearer',
    read: [
      'GET /v2/user',
      'GET /v6/deployments',
      'GET /v13/deployments/*',
      'GET /v9/projects/**',
      'GET /v5/domains',
      'GET /v2/teams',
      'GET /v3/deployments/*/events',
    ],
    write: [
      'POST /v13/deployments',
      'DELETE /v13/deployments/*',
      'PATCH /v9/projects/*',
      'POST /v10/projects/*/domains',
      'POST /v10/projects/*/promote/*',
      'POST /v2/aliases',
    ],
    deny: [
      'POST,DELETE /v3/user/tokens/**',
      'GET /v6/user/tokens',
      'GET,POST,PATCH,DELETE /v9/projects/*/env/**',
      'GET,POST,PATCH,DELETE /v10/projects/*/env/**',
      'DELETE /v9/projects/*',
      'POST /v1/teams/*/members',
      'POST /v2/projects/*/env',
      'POST,DELETE /v1/edge-config/*/token',
    ],
  },
  identity: { method: 'GET', url: 'https://api.vercel.com/v2/user' },
  revocation: { page: 'vercel.com/account/tokens; the CLI: vercel tokens' },
  environment: ['VERCEL_TOKEN', 'VERCEL_API_TOKEN', 'VERCEL_ACCESS_TOKEN', 'AI_GATEWAY_API_KEY'],
};
