import { base62, base64, text, uuid, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const upstash: Service = {
  id: 'upstash',
  name: 'Upstash',
  category: 'database',
  tokens: [
    shape({
      id: 'upstash-developer-api-key',
      label: 'Upstash developer API key',
      keywords: ['upstash_api_key'],
      parts: [uuid()],
    }),
    shape({
      id: 'upstash-redis-token',
      label: 'Upstash Redis REST token',
      keywords: ['upstash_redis_rest_token', 'kv_rest_api_token'],
      parts: [base64(40, 119), optional(text('='))],
      minEntropy: 3.5,
    }),
    shape({
      id: 'upstash-qstash-token',
      label: 'Upstash QStash token',
      keywords: ['qstash_token', 'qstash'],
      parts: [text('eyJVc2VySUQi'), base64(40, 400), optional(text('=')), optional(text('='))],
    }),
    shape({
      id: 'upstash-signing-key',
      label: 'Upstash QStash signing key',
      prefixes: ['sig_'],
      parts: [base62(28)],
      minEntropy: 3.5,
    }),
  ],
  binding: {
    origins: ['https://api.upstash.com'],
    auth: 'basic',
    read: ['GET /v2/redis/databases', 'GET /v2/redis/stats/*'],
    write: ['POST /v2/redis/database', 'DELETE /v2/redis/database/*'],
    deny: ['POST /v2/redis/reset-password/*', 'GET /v2/redis/database/*', 'GET /v2/qstash/user/*'],
  },
  getWrites: true,
  identity: { method: 'GET', url: 'https://api.upstash.com/v2/redis/databases' },
  revocation: {
    page: 'console.upstash.com/account/api; a Redis token: POST https://api.upstash.com/v2/redis/reset-password/{id}',
  },
  environment: [
    'UPSTASH_EMAIL',
    'UPSTASH_API_KEY',
    'UPSTASH_REDIS_REST_URL',
    'UPSTASH_REDIS_REST_TOKEN',
    'QSTASH_TOKEN',
    'UPSTASH_VECTOR_REST_TOKEN',
  ],
};
