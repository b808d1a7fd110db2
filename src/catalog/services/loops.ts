import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const loops: Service = {
  id: 'loops',
  name: 'Loops',
  category: 'mail',
  tokens: [
    shape({
      id: 'loops-api-key',
      label: 'Loops API key',
      keywords: ['loops_api_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://app.loops.so'],
    auth: 'bearer',
    read: ['GET /api/v1/**'],
    write: ['POST /api/v1/transactional', 'POST /api/v1/events/send', 'POST,PUT /api/v1/contacts/**'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://app.loops.so/api/v1/api-key' },
  revocation: { page: 'app.loops.so/settings?page=api' },
  environment: ['LOOPS_API_KEY'],
};
