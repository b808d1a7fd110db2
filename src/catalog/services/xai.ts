import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const xai: Service = {
  id: 'xai',
  name: 'xAI Grok API',
  category: 'llm',
  tokens: [
    shape({ id: 'xai-api-key', label: 'xAI Grok API API key', prefixes: ['xai-'], parts: [base64url(70, 120)] }),
  ],
  binding: {
    origins: ['https://api.x.ai'],
    auth: 'bearer',
    read: ['GET /v1/models/**', 'GET /v1/language-models/**', 'GET /v1/api-key', 'POST /v1/tokenize-text'],
    spend: ['POST /v1/chat/completions', 'POST /v1/responses', 'POST /v1/images/generations'],
    write: [],
    deny: ['POST /v1/realtime/client_secrets'],
  },
  identity: { method: 'GET', url: 'https://api.x.ai/v1/api-key' },
  revocation: { page: 'console.x.ai, API keys; or the management API' },
  environment: ['XAI_API_KEY'],
};
