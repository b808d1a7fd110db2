import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const deepseek: Service = {
  id: 'deepseek',
  name: 'DeepSeek',
  category: 'llm',
  tokens: [shape({ id: 'deepseek-key', label: 'DeepSeek API key', prefixes: ['sk-'], parts: [hex(32)] })],
  binding: {
    origins: ['https://api.deepseek.com'],
    auth: 'bearer',
    read: ['GET /models', 'GET /user/balance'],
    spend: ['POST /chat/completions', 'POST /v1/chat/completions'],
    write: [],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.deepseek.com/user/balance' },
  revocation: { page: 'platform.deepseek.com, API keys' },
  environment: ['DEEPSEEK_API_KEY'],
};
