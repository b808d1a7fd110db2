import { crc32Hex } from '../checksums.ts';
import { hex, base62, base64url, dotted, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const cloudflare: Service = {
  id: 'cloudflare',
  name: 'Cloudflare',
  category: 'cdn',
  tokens: [
    shape({
      id: 'cloudflare-api-token',
      label: 'Cloudflare API token or key',
      prefixes: ['cfut_', 'cfat_'],
      parts: [base62(40), hex(8)],
      checksum: crc32Hex(5),
    }),
    shape({
      id: 'cloudflare-global-key',
      label: 'Cloudflare global API key',
      prefixes: ['cfk_'],
      parts: [base62(40), hex(8)],
      checksum: crc32Hex(4),
    }),
    shape({
      id: 'cloudflare-oauth-token',
      label: 'Cloudflare OAuth access token',
      prefixes: ['cfoat_'],
      parts: [dotted(20, 512)],
    }),
    shape({
      id: 'cloudflare-legacy-api-token',
      label: 'Cloudflare legacy API token',
      keywords: ['cloudflare_api_token', 'cf_api_token', 'cloudflare'],
      parts: [base64url(40)],
      minEntropy: 3.2,
    }),
    shape({
      id: 'cloudflare-legacy-global-api-key',
      label: 'Cloudflare legacy Global API key',
      keywords: ['cloudflare_api_key', 'cf_api_key', 'x-auth-key'],
      parts: [hex(37, 45)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'cloudflare-origin-ca-key',
      label: 'Cloudflare Origin CA key',
      prefixes: ['v1.0-'],
      parts: [hex(24), text('-'), hex(146)],
    }),
  ],
  binding: {
    origins: ['https://api.cloudflare.com'],
    auth: 'bearer',
    read: [
      'GET /client/v4/**',
      'POST /client/v4/graphql',
      'POST /client/v4/accounts/*/workers/observability/telemetry/query',
    ],
    write: [
      'POST,PUT,PATCH,DELETE /client/v4/zones/*/dns_records/**',
      'POST /client/v4/zones/*/purge_cache',
      'PUT,DELETE /client/v4/accounts/*/workers/scripts/**',
      'PUT,POST,DELETE /client/v4/accounts/*/storage/kv/**',
      'POST /client/v4/accounts/*/d1/database/*/query',
      'POST,PATCH,DELETE /client/v4/accounts/*/pages/projects/**',
      'PATCH /client/v4/zones/*/settings/**',
    ],
    deny: [
      'GET,POST,PUT,DELETE /client/v4/user/tokens/**',
      'GET,POST,PUT,DELETE /client/v4/accounts/*/tokens/**',
      'PUT,DELETE /client/v4/accounts/*/workers/scripts/*/secrets/**',
      'GET,POST,PATCH,DELETE /client/v4/accounts/*/secrets_store/**',
      'GET /client/v4/accounts/*/cfd_tunnel/*/token',
      'POST,PUT,DELETE /client/v4/accounts/*/members/**',
      'POST /client/v4/accounts/*/access/service_tokens',
      'POST /client/v4/accounts/*/r2/temp-access-credentials',
      'DELETE /client/v4/zones/*',
    ],
  },
  identity: { method: 'GET', url: 'https://api.cloudflare.com/client/v4/user/tokens/verify' },
  revocation: { page: 'dash.cloudflare.com/profile/api-tokens' },
  environment: [
    'CLOUDFLARE_API_TOKEN',
    'CF_API_TOKEN',
    'CLOUDFLARE_API_KEY',
    'CLOUDFLARE_EMAIL',
    'CLOUDFLARE_ACCOUNT_ID',
  ],
};
