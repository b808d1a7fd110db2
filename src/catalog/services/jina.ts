import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const jina: Service = {
  id: 'jina',
  name: 'Jina AI',
  category: 'search',
  tokens: [shape({ id: 'jina-api-key', label: 'Jina AI API key', prefixes: ['jina_'], parts: [base62(60)] })],
  binding: {
    origins: ['https://api.jina.ai'],
    auth: 'bearer',
    read: [],
    spend: ['POST /v1/embeddings', 'POST /v1/rerank'],
    write: [],
    deny: [],
  },
  revocation: { page: 'jina.ai, API key dashboard' },
  environment: ['JINA_API_KEY'],
};
