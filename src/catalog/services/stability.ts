import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const stability: Service = {
  id: 'stability',
  name: 'Stability AI',
  category: 'llm',
  tokens: [
    shape({
      id: 'stability-key',
      label: 'Stability AI API key',
      prefixes: ['sk-'],
      parts: [base62(48)],
      minEntropy: 3.5,
    }),
  ],
  binding: {
    origins: ['https://api.stability.ai'],
    auth: 'bearer',
    read: ['GET /v1/user/account', 'GET /v1/user/balance', 'GET /v1/engines/list'],
    spend: ['POST /v2beta/stable-image/**', 'POST /v1/generation/**'],
    write: [],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.stability.ai/v1/user/account' },
  revocation: { page: 'platform.stability.ai/account/keys' },
  environment: ['STABILITY_API_KEY', 'STABILITY_KEY'],
};
