import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const exa: Service = {
  id: 'exa',
  name: 'Exa',
  category: 'search',
  tokens: [shape({ id: 'exa-key', label: 'Exa API key', keywords: ['exa_api_key', 'exa.ai'], parts: [uuid()] })],
  binding: {
    origins: ['https://api.exa.ai'],
    auth: 'header:x-api-key',
    read: [],
    spend: ['POST /search', 'POST /contents', 'POST /findSimilar', 'POST /answer'],
    write: ['POST /websets/v0/**', 'DELETE /websets/v0/**'],
    deny: [],
  },
  revocation: { page: 'dashboard.exa.ai, API keys' },
  environment: ['EXA_API_KEY'],
};
