import { hex, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const together: Service = {
  id: 'together',
  name: 'Together AI',
  category: 'llm',
  tokens: [
    shape({ id: 'together-api-key', label: 'Together AI API key', prefixes: ['tgp_v1_'], parts: [base64url(43)] }),
    shape({
      id: 'together-legacy-api-key',
      label: 'Together AI legacy API key',
      keywords: ['together_api_key', 'together'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.together.xyz'],
    auth: 'bearer',
    read: ['GET /v1/models', 'GET /v1/files/**', 'GET /v1/fine-tunes/**', 'GET /v1/endpoints/**'],
    spend: [
      'POST /v1/chat/completions',
      'POST /v1/completions',
      'POST /v1/embeddings',
      'POST /v1/images/generations',
      'POST /v1/rerank',
    ],
    write: ['POST /v1/files/upload', 'POST /v1/fine-tunes', 'POST /v1/endpoints', 'POST /v1/models'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.together.xyz/v1/models' },
  revocation: { page: 'api.together.ai/settings/api-keys' },
  environment: ['TOGETHER_API_KEY'],
};
