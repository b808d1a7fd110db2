import { base62, base64url, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const doppler: Service = {
  id: 'doppler',
  name: 'Doppler',
  category: 'secrets',
  tokens: [
    shape({
      id: 'doppler-token',
      label: 'Doppler token',
      prefixes: ['dp.audit.', 'dp.scim.', 'dp.said.', 'dp.st.', 'dp.pt.', 'dp.ct.', 'dp.sa.'],
      parts: [optional(base64url(1, 40), text('.')), base62(40, 44)],
    }),
  ],
  binding: {
    origins: ['https://api.doppler.com'],
    auth: 'bearer',
    read: [
      'GET /v3/me',
      'GET /v3/projects/**',
      'GET /v3/environments',
      'GET /v3/configs',
      'GET /v3/logs/**',
      'GET /v3/configs/config/secrets/names',
    ],
    write: [
      'POST /v3/configs/config/secrets',
      'DELETE /v3/configs/config/secret',
      'POST,DELETE /v3/projects/**',
      'POST /v3/configs/**',
    ],
    deny: [
      'GET /v3/configs/config/secrets',
      'GET /v3/configs/config/secret',
      'GET /v3/configs/config/secrets/download',
      'GET,POST,DELETE /v3/configs/config/tokens/**',
      'POST /v3/auth/**',
      'GET,POST,DELETE /v3/workplace/service_accounts/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.doppler.com/v3/me' },
  revocation: { page: 'dashboard.doppler.com, tokens' },
  environment: ['DOPPLER_TOKEN', 'DOPPLER_PROJECT', 'DOPPLER_CONFIG'],
};
