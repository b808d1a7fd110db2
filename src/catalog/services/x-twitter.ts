import { digits, base62, text, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const xTwitter: Service = {
  id: 'x-twitter',
  name: 'X (Twitter) API',
  category: 'social',
  tokens: [
    shape({
      id: 'x-bearer-token',
      label: 'X app bearer token',
      prefixes: ['AAAAAAAAAAAAAAAAAAAAAA'],
      parts: [characters('[A-Za-z0-9%]', 80, 100)],
    }),
    shape({
      id: 'x-twitter-api-secret',
      label: 'X API secret',
      keywords: ['twitter_api_secret', 'twitter_consumer_secret'],
      parts: [base62(50)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'x-twitter-api-key',
      label: 'X API key',
      keywords: ['twitter_api_key', 'twitter_consumer_key'],
      parts: [base62(25)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'x-access-token',
      label: 'X access token',
      keywords: ['twitter_access_token', 'x_access_token'],
      parts: [digits(6, 20), text('-'), base62(20, 45)],
    }),
    shape({
      id: 'x-twitter-access-token-secret',
      label: 'X access token secret',
      keywords: ['twitter_access_token_secret', 'twitter_access_secret'],
      parts: [base62(45)],
      minEntropy: 3.2,
    }),
  ],
  binding: {
    origins: ['https://api.x.com'],
    auth: 'bearer',
    read: ['GET /2/**'],
    write: [
      'POST /2/tweets',
      'DELETE /2/tweets/*',
      'POST,DELETE /2/users/*/likes/**',
      'POST,DELETE /2/users/*/following/**',
      'POST /2/dm_conversations/**',
    ],
    deny: ['POST /oauth2/token', 'POST /2/oauth2/token', 'POST /oauth/**'],
  },
  identity: { method: 'GET', url: 'https://api.x.com/2/users/me' },
  environment: [
    'TWITTER_BEARER_TOKEN',
    'X_BEARER_TOKEN',
    'TWITTER_API_KEY',
    'TWITTER_API_SECRET',
    'TWITTER_ACCESS_TOKEN',
    'TWITTER_ACCESS_TOKEN_SECRET',
  ],
};
