import { crc32Base62 } from '../checksums.ts';
import { base62, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const npm: Service = {
  id: 'npm',
  name: 'npm registry',
  category: 'registry',
  tokens: [
    shape({
      id: 'npm-token',
      label: 'npm access token',
      prefixes: ['npm_'],
      parts: [base62(36)],
      checksum: crc32Base62(4),
    }),
    shape({
      id: 'npm-legacy-access-token',
      label: 'npm registry legacy Access token',
      keywords: ['_authtoken', 'npm_token'],
      parts: [uuid()],
    }),
  ],
  binding: {
    origins: ['https://registry.npmjs.org'],
    auth: 'bearer',
    read: ['GET /*', 'GET /*/*', 'GET /-/v1/search', 'GET /-/whoami', 'GET /-/package/**'],
    write: ['PUT /*', 'DELETE /*/-/**', 'PUT,DELETE /-/package/*/dist-tags/*'],
    deny: [
      'GET,POST,DELETE /-/npm/v1/tokens/**',
      'PUT /-/user/**',
      'PUT,DELETE /-/team/**',
      'PUT,DELETE /-/org/**',
      'POST /-/npm/v1/user',
      'POST /-/package/*/collaborators',
    ],
  },
  identity: { method: 'GET', url: 'https://registry.npmjs.org/-/whoami' },
  revocation: { page: 'npmjs.com, access tokens; command npm token revoke' },
  environment: ['NPM_TOKEN', 'NODE_AUTH_TOKEN', 'NPM_AUTH_TOKEN'],
};
