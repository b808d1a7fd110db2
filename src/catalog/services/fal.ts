import { hex, text, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const fal: Service = {
  id: 'fal',
  name: 'fal.ai',
  category: 'llm',
  tokens: [
    shape({
      id: 'fal-key',
      label: 'fal API key',
      keywords: ['fal_key', 'fal.run', 'fal.ai'],
      parts: [uuid(), text(':'), hex(32)],
    }),
  ],
  binding: {
    origins: ['https://queue.fal.run'],
    auth: 'header:authorization',
    valuePrefix: 'Key ',
    read: ['GET /*/*/requests/**'],
    spend: ['POST /**'],
    write: ['PUT /*/*/requests/*/cancel'],
    deny: [],
  },
  revocation: { page: 'fal.ai/dashboard/keys' },
  environment: ['FAL_KEY'],
};
