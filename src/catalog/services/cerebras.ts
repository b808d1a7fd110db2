import { lower36 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const cerebras: Service = {
  id: 'cerebras',
  name: 'Cerebras Inference',
  category: 'llm',
  tokens: [
    shape({ id: 'cerebras-api-key', label: 'Cerebras Inference API key', prefixes: ['csk-'], parts: [lower36(48)] }),
  ],
  binding: {
    origins: ['https://api.cerebras.ai'],
    auth: 'bearer',
    read: ['GET /v1/models/**'],
    spend: ['POST /v1/chat/completions', 'POST /v1/completions'],
    write: [],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.cerebras.ai/v1/models' },
  revocation: { page: 'cloud.cerebras.ai, API keys' },
  environment: ['CEREBRAS_API_KEY'],
};
