import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const zoom: Service = {
  id: 'zoom',
  name: 'Zoom',
  category: 'chat',
  tokens: [
    shape({
      id: 'zoom-client-secret',
      label: 'Zoom client secret',
      keywords: ['zoom_client_secret'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'zoom-webhook-secret-token',
      label: 'Zoom webhook secret token',
      keywords: ['zoom_webhook_secret_token'],
      parts: [base62(22)],
      minEntropy: 2.5,
    }),
  ],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://api.zoom.us'],
    auth: 'bearer',
    read: ['GET /v2/users/me', 'GET /v2/users/*/meetings', 'GET /v2/meetings/*', 'GET /v2/report/**'],
    write: ['POST /v2/users/*/meetings', 'PATCH,DELETE /v2/meetings/*', 'POST /v2/chat/users/*/messages'],
    deny: ['GET /v2/users/*/token', 'GET /v2/meetings/*/recordings', 'POST,DELETE /v2/users/**'],
  },
  identity: { method: 'GET', url: 'https://api.zoom.us/v2/users/me' },
  environment: ['ZOOM_ACCOUNT_ID', 'ZOOM_CLIENT_ID', 'ZOOM_CLIENT_SECRET'],
};
