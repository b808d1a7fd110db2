import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const cohere: Service = {
  id: 'cohere',
  name: 'Cohere',
  category: 'llm',
  tokens: [
    shape({
      id: 'cohere-api-key',
      label: 'Cohere API key',
      keywords: ['co_api_key', 'cohere_api_key', 'cohere'],
      parts: [base62(40)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.cohere.com'],
    auth: 'bearer',
    read: [
      'GET /v1/models/**',
      'GET /v1/datasets/**',
      'GET /v1/connectors/**',
      'POST /v1/check-api-key',
      'POST /v1/tokenize',
      'POST /v1/detokenize',
    ],
    spend: ['POST /v2/chat', 'POST /v2/embed', 'POST /v2/rerank', 'POST /v1/chat', 'POST /v1/embed', 'POST /v1/rerank'],
    write: [
      'POST /v1/datasets',
      'DELETE /v1/datasets/*',
      'POST /v1/connectors',
      'DELETE /v1/connectors/*',
      'POST /v1/finetuning/finetuned-models',
      'DELETE /v1/finetuning/finetuned-models/*',
    ],
    deny: ['POST /v1/connectors/*/oauth/authorize'],
  },
  identity: { method: 'POST', url: 'https://api.cohere.com/v1/check-api-key' },
  revocation: { page: 'dashboard.cohere.com, API keys' },
  environment: ['CO_API_KEY', 'COHERE_API_KEY'],
};
