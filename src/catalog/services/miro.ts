import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const miro: Service = {
  id: 'miro',
  name: 'Miro',
  category: 'project-management',
  tokens: [
    shape({
      id: 'miro-access-token',
      label: 'Miro access token',
      keywords: ['miro_access_token', 'miro_token'],
      parts: [base64url(27)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://api.miro.com'],
    auth: 'bearer',
    read: ['GET /v2/boards/**', 'GET /v1/oauth-token'],
    write: ['POST,PATCH,DELETE /v2/boards/**'],
    deny: ['POST /v1/oauth/token', 'POST /v2/boards/*/members', 'PUT,DELETE /v2/orgs/**'],
  },
  identity: { method: 'GET', url: 'https://api.miro.com/v1/oauth-token' },
  environment: ['MIRO_ACCESS_TOKEN', 'MIRO_TOKEN', 'MIRO_CLIENT_SECRET'],
};
