import { characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const statuspage: Service = {
  id: 'statuspage',
  name: 'Atlassian Statuspage',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'statuspage-key',
      label: 'Statuspage API key',
      keywords: ['statuspage'],
      parts: [characters('[0-9a-f-]', 36, 64)],
      minEntropy: 2.8,
    }),
  ],
  binding: {
    origins: ['https://api.statuspage.io'],
    auth: 'header:authorization',
    valuePrefix: 'OAuth ',
    read: ['GET /v1/**'],
    write: ['POST /v1/pages/*/incidents', 'PATCH,DELETE /v1/pages/*/incidents/*', 'PATCH /v1/pages/*/components/*'],
    deny: ['POST,PUT,DELETE /v1/organizations/*/users/**', 'POST,PATCH,DELETE /v1/pages/*/subscribers/**'],
  },
  identity: { method: 'GET', url: 'https://api.statuspage.io/v1/pages' },
  revocation: { page: 'manage.statuspage.io, user, API info' },
  environment: ['STATUSPAGE_API_KEY', 'STATUSPAGE_PAGE_ID'],
};
