import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const perplexity: Service = {
  id: 'perplexity',
  name: 'Perplexity API',
  category: 'llm',
  tokens: [
    shape({ id: 'perplexity-api-key', label: 'Perplexity API API key', prefixes: ['pplx-'], parts: [base62(48)] }),
  ],
  binding: {
    origins: ['https://api.perplexity.ai'],
    auth: 'bearer',
    read: ['GET /async/chat/completions/**'],
    spend: ['POST /chat/completions', 'POST /search', 'POST /async/chat/completions'],
    write: [],
    deny: ['POST /generate_auth_token', 'POST /revoke_auth_token'],
  },
  revocation: { page: 'Perplexity settings, API' },
  environment: ['PERPLEXITY_API_KEY', 'PPLX_API_KEY'],
};
