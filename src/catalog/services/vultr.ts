import { upper36 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const vultr: Service = {
  id: 'vultr',
  name: 'Vultr',
  category: 'cloud',
  tokens: [
    shape({
      id: 'vultr-api-key',
      label: 'Vultr API key',
      keywords: ['vultr_api_key', 'vultr'],
      parts: [upper36(36)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.vultr.com'],
    auth: 'bearer',
    read: ['GET /v2/account', 'GET /v2/instances/**', 'GET /v2/domains/**', 'GET /v2/regions', 'GET /v2/plans'],
    write: [
      'POST /v2/instances',
      'DELETE /v2/instances/*',
      'POST /v2/instances/*/reboot',
      'POST,PATCH,DELETE /v2/domains/**',
    ],
    deny: [
      'GET /v2/kubernetes/clusters/*/config',
      'GET,POST,PATCH,DELETE /v2/users/**',
      'POST /v2/object-storage/*/regenerate-keys',
      'POST,DELETE /v2/ssh-keys/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.vultr.com/v2/account' },
  revocation: { page: 'my.vultr.com/settings/#settingsapi' },
  environment: ['VULTR_API_KEY'],
};
