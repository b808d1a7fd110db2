import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const travisCi: Service = {
  id: 'travis-ci',
  name: 'Travis CI',
  category: 'ci',
  tokens: [
    shape({
      id: 'travis-ci-api-token',
      label: 'Travis CI API token',
      keywords: ['travis_token', 'travis'],
      parts: [base64url(22)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://api.travis-ci.com'],
    auth: 'header:authorization',
    valuePrefix: 'token ',
    read: ['GET /**'],
    write: ['POST /repo/*/requests', 'POST /build/*/restart', 'POST /build/*/cancel'],
    deny: ['GET,POST,PATCH,DELETE /repo/*/env_vars/**', 'GET,POST,DELETE /repo/*/key_pair/**'],
    headers: ['travis-api-version'],
  },
  identity: { method: 'GET', url: 'https://api.travis-ci.com/user' },
  revocation: { page: 'app.travis-ci.com/account/preferences' },
  environment: ['TRAVIS_TOKEN', 'TRAVIS_API_TOKEN'],
};
