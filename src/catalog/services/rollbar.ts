import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const rollbar: Service = {
  id: 'rollbar',
  name: 'Rollbar',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'rollbar-project-access-token',
      label: 'Rollbar project access token',
      keywords: ['rollbar_access_token', 'rollbar_token'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'rollbar-client-token',
      label: 'Rollbar client token',
      keywords: ['rollbar_client_token', 'next_public_rollbar_client_token'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.rollbar.com'],
    auth: 'header:x-rollbar-access-token',
    read: ['GET /api/1/**'],
    write: ['POST /api/1/item/', 'PATCH /api/1/item/*', 'POST /api/1/deploy'],
    deny: ['GET,POST,PATCH,DELETE /api/1/project/*/access_tokens', 'POST,DELETE /api/1/team/**'],
  },
  identity: { method: 'GET', url: 'https://api.rollbar.com/api/1/status/ping' },
  environment: ['ROLLBAR_ACCESS_TOKEN', 'ROLLBAR_TOKEN', 'ROLLBAR_POST_SERVER_ITEM_ACCESS_TOKEN'],
};
