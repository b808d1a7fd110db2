import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const openrouter: Service = {
  id: 'openrouter',
  name: 'OpenRouter',
  category: 'llm',
  tokens: [shape({ id: 'openrouter-key', label: 'OpenRouter API key', prefixes: ['sk-or-v1-'], parts: [hex(64)] })],
  binding: {
    origins: ['https://openrouter.ai'],
    auth: 'bearer',
    read: ['GET /api/v1/models/**', 'GET /api/v1/key', 'GET /api/v1/credits', 'GET /api/v1/generation'],
    spend: ['POST /api/v1/chat/completions', 'POST /api/v1/responses', 'POST /api/v1/embeddings'],
    write: [],
    deny: ['GET,POST,PATCH,DELETE /api/v1/keys/**', 'POST /api/v1/auth/keys/**'],
  },
  identity: { method: 'GET', url: 'https://openrouter.ai/api/v1/key' },
  revocation: { page: 'openrouter.ai/settings/keys' },
  environment: ['OPENROUTER_API_KEY'],
};
