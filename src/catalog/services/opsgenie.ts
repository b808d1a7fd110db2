import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const opsgenie: Service = {
  id: 'opsgenie',
  name: 'Opsgenie',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'opsgenie-api-key',
      label: 'Opsgenie API key',
      keywords: ['opsgenie_api_key', 'opsgenie'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://api.opsgenie.com'],
    auth: 'header:authorization',
    valuePrefix: 'GenieKey ',
    read: ['GET /v2/**'],
    write: ['POST /v2/alerts', 'POST /v2/alerts/*/close', 'POST /v2/alerts/*/acknowledge', 'DELETE /v2/alerts/*'],
    deny: ['POST,PATCH,DELETE /v2/users/**', 'POST,PUT,DELETE /v2/integrations/**'],
  },
  identity: { method: 'GET', url: 'https://api.opsgenie.com/v2/account' },
  revocation: { page: 'settings, API key management' },
  environment: ['OPSGENIE_API_KEY'],
};
