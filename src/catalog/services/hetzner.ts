import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const hetzner: Service = {
  id: 'hetzner',
  name: 'Hetzner Cloud',
  category: 'cloud',
  tokens: [
    shape({
      id: 'hetzner-api-token',
      label: 'Hetzner Cloud API token',
      keywords: ['hcloud_token', 'hetzner_api_token'],
      parts: [base62(64)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.hetzner.cloud'],
    auth: 'bearer',
    read: ['GET /v1/**'],
    write: [
      'POST /v1/servers',
      'DELETE /v1/servers/*',
      'POST /v1/servers/*/actions/**',
      'POST /v1/volumes',
      'DELETE /v1/volumes/*',
      'POST,PUT,DELETE /v1/firewalls/**',
      'POST,PUT,DELETE /v1/networks/**',
    ],
    deny: [
      'POST /v1/servers/*/actions/reset_password',
      'POST /v1/servers/*/actions/request_console',
      'POST /v1/servers/*/actions/enable_rescue',
      'POST,DELETE /v1/ssh_keys/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.hetzner.cloud/v1/locations' },
  revocation: { page: 'console.hetzner.com, project, security, API tokens' },
  environment: ['HCLOUD_TOKEN', 'HETZNER_TOKEN', 'HETZNER_API_TOKEN'],
};
