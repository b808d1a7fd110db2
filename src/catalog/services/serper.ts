import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const serper: Service = {
  id: 'serper',
  name: 'Serper',
  category: 'search',
  tokens: [
    shape({
      id: 'serper-api-key',
      label: 'Serper API key',
      keywords: ['serper_api_key', 'serper'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://google.serper.dev'],
    auth: 'header:x-api-key',
    read: [],
    spend: ['POST /search', 'POST /news', 'POST /images', 'POST /scholar'],
    write: [],
    deny: [],
  },
  revocation: { page: 'serper.dev/api-key' },
  environment: ['SERPER_API_KEY'],
};
