import { hex, base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const cloudsmith: Service = {
  id: 'cloudsmith',
  name: 'Cloudsmith',
  category: 'registry',
  tokens: [
    shape({ id: 'cloudsmith-key', label: 'Cloudsmith API key', prefixes: ['csa_'], parts: [hex(30), base62(6)] }),
    shape({
      id: 'cloudsmith-legacy-api-key',
      label: 'Cloudsmith legacy API key',
      keywords: ['cloudsmith_api_key', 'cloudsmith'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.cloudsmith.io'],
    auth: 'header:x-api-key',
    read: ['GET /packages/**', 'GET /repos/**', 'GET /user/self/'],
    write: ['POST /packages/**', 'DELETE /packages/**', 'POST,PATCH,DELETE /repos/**'],
    deny: ['GET,POST,PUT /user/tokens/**', 'GET,POST,DELETE /entitlements/**', 'GET,POST,DELETE /orgs/*/services/**'],
  },
  identity: { method: 'GET', url: 'https://api.cloudsmith.io/user/self/' },
  revocation: { page: 'cloudsmith.io/user/settings/api/' },
  environment: ['CLOUDSMITH_API_KEY'],
};
