import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const mistral: Service = {
  id: 'mistral',
  name: 'Mistral AI',
  category: 'llm',
  tokens: [
    shape({
      id: 'mistral-api-key',
      label: 'Mistral AI API key',
      keywords: ['mistral_api_key', 'mistral'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.mistral.ai'],
    auth: 'bearer',
    read: [
      'GET /v1/models/**',
      'GET /v1/files',
      'GET /v1/files/*',
      'GET /v1/batch/jobs',
      'GET /v1/agents/**',
      'POST /v1/chat/moderations',
    ],
    spend: [
      'POST /v1/chat/completions',
      'POST /v1/embeddings',
      'POST /v1/fim/completions',
      'POST /v1/agents/completions',
      'POST /v1/audio/transcriptions',
    ],
    write: [
      'POST /v1/files',
      'DELETE /v1/files/*',
      'POST /v1/agents',
      'DELETE /v1/agents/*',
      'POST /v1/batch/jobs',
      'DELETE /v1/models/*',
    ],
    deny: ['GET /v1/files/*/url'],
  },
  identity: { method: 'GET', url: 'https://api.mistral.ai/v1/models' },
  revocation: {
    page: 'Console (console.mistral.ai), API keys; admin API at console.mistral.ai/api/admin with its own x-api-key',
  },
  environment: ['MISTRAL_API_KEY'],
};
