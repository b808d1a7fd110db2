import { hex, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const launchdarkly: Service = {
  id: 'launchdarkly',
  name: 'LaunchDarkly',
  category: 'feature-flags',
  tokens: [
    shape({
      id: 'launchdarkly-api-access-token',
      label: 'LaunchDarkly API access token',
      prefixes: ['api-'],
      parts: [uuid()],
    }),
    shape({
      id: 'launchdarkly-server-side-sdk-key',
      label: 'LaunchDarkly server-side SDK key',
      prefixes: ['sdk-'],
      parts: [uuid()],
    }),
    publicShape({
      id: 'launchdarkly-mobile-key',
      label: 'LaunchDarkly mobile key',
      prefixes: ['mob-'],
      parts: [uuid()],
    }),
    publicShape({
      id: 'launchdarkly-client-side-id',
      label: 'LaunchDarkly client-side id',
      keywords: ['launchdarkly_client_side_id', 'vite_ld_client_id'],
      parts: [hex(24)],
      minEntropy: 2.5,
    }),
  ],
  binding: {
    origins: ['https://app.launchdarkly.com'],
    auth: 'header:authorization',
    read: ['GET /api/v2/flags/**', 'GET /api/v2/projects', 'GET /api/v2/auditlog/**', 'GET /api/v2/caller-identity'],
    write: [
      'PATCH /api/v2/flags/*/*',
      'POST /api/v2/flags/*',
      'DELETE /api/v2/flags/*/*',
      'PATCH /api/v2/segments/*/*/*',
    ],
    deny: [
      'GET,POST,PATCH,DELETE /api/v2/tokens/**',
      'POST /api/v2/projects/*/environments/*/apiKey',
      'POST /api/v2/projects/*/environments/*/mobileKey',
      'POST,PATCH,DELETE /api/v2/members/**',
      'GET,POST /api/v2/account/relay-auto-configs/**',
    ],
    headers: ['ld-api-version'],
  },
  identity: { method: 'GET', url: 'https://app.launchdarkly.com/api/v2/caller-identity' },
  environment: [
    'LAUNCHDARKLY_ACCESS_TOKEN',
    'LAUNCHDARKLY_API_KEY',
    'LD_API_KEY',
    'LAUNCHDARKLY_SDK_KEY',
    'LD_SDK_KEY',
  ],
};
