import { text, optional, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const redisCloud: Service = {
  id: 'redis-cloud',
  name: 'Redis Cloud API',
  category: 'database',
  tokens: [
    shape({
      id: 'redis-connection-string',
      label: 'Redis connection string with a password',
      prefixes: ['rediss://', 'redis://'],
      parts: [
        optional(characters('[A-Za-z0-9._%+-]', 1, 64)),
        text(':'),
        characters('[A-Za-z0-9._~%!&*()+,;=-]', 3, 128),
        text('@'),
        characters('[A-Za-z0-9.:_-]', 3, 256),
      ],
    }),
  ],
  notBound: 'the API wants several credentials at once',
  identity: { method: 'GET', url: 'https://api.redislabs.com/v1/' },
  revocation: { page: 'cloud.redis.io, access management, API keys' },
  environment: ['REDISCLOUD_ACCESS_KEY', 'REDISCLOUD_SECRET_KEY', 'REDIS_URL'],
};
