import { crc32UpperHex, atlassianChecksum } from '../checksums.ts';
import { upperHex, base62, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const bitbucket: Service = {
  id: 'bitbucket',
  name: 'Bitbucket Cloud',
  category: 'code-host',
  tokens: [
    shape({
      id: 'bitbucket-app-password',
      label: 'Bitbucket app password',
      prefixes: ['ATBB'],
      parts: [base62(24), upperHex(8)],
      checksum: crc32UpperHex,
    }),
    shape({
      id: 'bitbucket-access-token',
      label: 'Bitbucket repository, project or workspace access token',
      prefixes: ['ATCTT3xFfGN0'],
      parts: [base64url(72, 800), text('='), upperHex(8)],
      checksum: atlassianChecksum,
    }),
    shape({
      id: 'bitbucket-oauth-consumer-secret',
      label: 'Bitbucket Cloud OAuth consumer secret',
      keywords: ['bitbucket_client_secret', 'bitbucket'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
  ],
  sharedShapes: ['atlassian-api-token'],
  binding: {
    origins: ['https://api.bitbucket.org'],
    auth: 'basic',
    read: ['GET /2.0/**'],
    write: [
      'POST /2.0/repositories/*/*/pullrequests',
      'POST /2.0/repositories/*/*/pullrequests/*/merge',
      'POST /2.0/repositories/*/*/pullrequests/*/comments',
      'POST /2.0/repositories/*/*/src',
      'POST /2.0/repositories/*/*/pipelines',
      'POST /2.0/repositories/*/*/issues',
    ],
    deny: [
      'DELETE /2.0/repositories/*/*',
      'GET,POST,PUT,DELETE /2.0/repositories/*/*/pipelines_config/variables/**',
      'POST,DELETE /2.0/repositories/*/*/deploy-keys/**',
      'POST,DELETE /2.0/users/*/ssh-keys/**',
      'GET,POST,DELETE /2.0/workspaces/*/pipelines-config/**',
    ],
  },
  identity: { method: 'GET', url: 'https://api.bitbucket.org/2.0/user' },
  revocation: { page: 'id.atlassian.com (API tokens) or the settings of the repository, project or workspace' },
  environment: [
    'BITBUCKET_TOKEN',
    'BITBUCKET_API_TOKEN',
    'BITBUCKET_APP_PASSWORD',
    'BITBUCKET_USERNAME',
    'BITBUCKET_CLIENT_SECRET',
  ],
};
