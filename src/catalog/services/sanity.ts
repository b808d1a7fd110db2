import { base62, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const sanity: Service = {
  id: 'sanity',
  name: 'Sanity',
  category: 'content',
  tokens: [
    shape({
      id: 'sanity-token',
      label: 'Sanity API token',
      keywords: ['sanity'],
      parts: [text('sk'), base62(80, 180)],
      minEntropy: 3.8,
    }),
  ],
  binding: {
    origins: ['https://api.sanity.io'],
    auth: 'bearer',
    read: ['GET /*/data/query/*', 'POST /*/data/query/*', 'GET /*/data/doc/**'],
    write: ['POST /*/data/mutate/*', 'POST /*/assets/**'],
    deny: ['GET,POST,DELETE /*/projects/*/tokens/**', 'POST,PUT,DELETE /*/projects/*/**', 'POST,DELETE /*/hooks/**'],
  },
  identity: { method: 'GET', url: 'https://api.sanity.io/v2021-06-07/users/me' },
  environment: ['SANITY_API_TOKEN', 'SANITY_AUTH_TOKEN', 'SANITY_API_READ_TOKEN', 'SANITY_API_WRITE_TOKEN'],
};
