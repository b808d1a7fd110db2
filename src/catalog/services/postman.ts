import { hex, upper36, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const postman: Service = {
  id: 'postman',
  name: 'Postman',
  category: 'api-tools',
  tokens: [
    shape({ id: 'postman-key', label: 'Postman API key', prefixes: ['PMAK-'], parts: [hex(24), text('-'), hex(34)] }),
    shape({
      id: 'postman-collection-key',
      label: 'Postman collection access key',
      prefixes: ['PMAT-'],
      parts: [upper36(26)],
    }),
  ],
  binding: {
    origins: ['https://api.getpostman.com'],
    auth: 'header:x-api-key',
    read: [
      'GET /me',
      'GET /collections/**',
      'GET /environments',
      'GET /workspaces/**',
      'GET /apis/**',
      'GET /monitors/**',
    ],
    write: ['POST,PUT,PATCH,DELETE /collections/**', 'POST /mocks', 'POST /monitors/*/run'],
    deny: ['GET,PUT,POST,DELETE /environments/*', 'GET,POST /secret-scanner/**', 'POST,PATCH,DELETE /scim/**'],
  },
  identity: { method: 'GET', url: 'https://api.getpostman.com/me' },
  revocation: { page: 'postman.co/settings/me/api-keys' },
  environment: ['POSTMAN_API_KEY'],
};
