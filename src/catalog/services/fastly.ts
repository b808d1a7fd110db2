import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const fastly: Service = {
  id: 'fastly',
  name: 'Fastly',
  category: 'cdn',
  tokens: [
    shape({
      id: 'fastly-api-token',
      label: 'Fastly API token',
      keywords: ['fastly_api_token', 'fastly_api_key', 'fastly'],
      parts: [base64url(32)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.fastly.com'],
    auth: 'header:fastly-key',
    read: ['GET /service/**', 'GET /stats/**', 'GET /tokens/self', 'GET /current_user'],
    write: [
      'POST /service/*/purge_all',
      'POST /service/*/purge/*',
      'POST /purge/*',
      'PUT /service/*/version/*/activate',
      'PUT /service/*/version/*/clone',
      'POST,PUT,DELETE /service/*/version/*/**',
    ],
    deny: [
      'POST,GET /tokens',
      'DELETE /tokens/**',
      'POST,GET,DELETE /automation-tokens/**',
      'GET,POST,DELETE /resources/stores/secret/**',
      'POST,PUT,DELETE /user/**',
      'DELETE /service/*',
    ],
  },
  identity: { method: 'GET', url: 'https://api.fastly.com/tokens/self' },
  environment: ['FASTLY_API_TOKEN', 'FASTLY_API_KEY'],
};
