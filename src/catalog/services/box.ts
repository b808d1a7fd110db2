import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const box: Service = {
  id: 'box',
  name: 'Box',
  category: 'storage',
  tokens: [
    shape({
      id: 'box-developer-or-access-token',
      label: 'Box developer or access token',
      keywords: ['box_developer_token', 'box_access_token', 'box_'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'box-client-secret',
      label: 'Box client secret',
      keywords: ['box_client_secret', 'box_'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.box.com'],
    auth: 'bearer',
    read: ['GET /2.0/files/**', 'GET /2.0/folders/**', 'GET /2.0/search', 'GET /2.0/users/me'],
    write: ['PUT,DELETE /2.0/files/*', 'POST,PUT,DELETE /2.0/folders/**', 'POST,PUT,DELETE /2.0/collaborations/**'],
    deny: [
      'POST /oauth2/token',
      'POST,PUT,DELETE /2.0/users/**',
      'POST,PUT,DELETE /2.0/webhooks/**',
      'POST,DELETE /2.0/legal_hold_policies/**',
    ],
    headers: ['box-version', 'as-user'],
  },
  identity: { method: 'GET', url: 'https://api.box.com/2.0/users/me' },
  environment: ['BOX_CLIENT_ID', 'BOX_CLIENT_SECRET', 'BOX_DEVELOPER_TOKEN', 'BOX_ACCESS_TOKEN', 'BOX_ENTERPRISE_ID'],
};
