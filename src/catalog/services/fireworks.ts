import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const fireworks: Service = {
  id: 'fireworks',
  name: 'Fireworks AI',
  category: 'llm',
  tokens: [
    shape({ id: 'fireworks-key', label: 'Fireworks API key', prefixes: ['fw_'], parts: [base62(24)], minEntropy: 3.5 }),
  ],
  binding: {
    origins: ['https://api.fireworks.ai'],
    auth: 'bearer',
    read: ['GET /inference/v1/models', 'GET /v1/accounts/*'],
    spend: ['POST /inference/v1/chat/completions', 'POST /inference/v1/embeddings'],
    write: ['POST /v1/accounts/*/deployments', 'DELETE /v1/accounts/*/deployments/*'],
    deny: ['GET,POST,DELETE /v1/accounts/*/users/*/apiKeys/**', 'GET,POST /v1/accounts/*/secrets/**'],
  },
  identity: { method: 'GET', url: 'https://api.fireworks.ai/inference/v1/models' },
  revocation: { page: 'app.fireworks.ai, API keys' },
  environment: ['FIREWORKS_API_KEY'],
};
