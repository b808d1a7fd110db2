import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const voyage: Service = {
  id: 'voyage',
  name: 'Voyage AI',
  category: 'llm',
  tokens: [
    shape({ id: 'voyage-key', label: 'Voyage AI API key', prefixes: ['pa-'], parts: [base64url(43)], minEntropy: 3.8 }),
  ],
  binding: {
    origins: ['https://api.voyageai.com'],
    auth: 'bearer',
    read: [],
    spend: ['POST /v1/embeddings', 'POST /v1/rerank'],
    write: [],
    deny: [],
  },
  revocation: { page: 'dash.voyageai.com, API keys' },
  environment: ['VOYAGE_API_KEY'],
};
