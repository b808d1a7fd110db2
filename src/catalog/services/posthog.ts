import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const posthog: Service = {
  id: 'posthog',
  name: 'PostHog',
  category: 'analytics',
  tokens: [
    shape({
      id: 'posthog-personal-api-key',
      label: 'PostHog personal API key',
      prefixes: ['phx_'],
      parts: [base62(41, 49)],
    }),
    publicShape({
      id: 'posthog-project-token',
      label: 'PostHog project token',
      prefixes: ['phc_'],
      parts: [base62(41, 44)],
    }),
    shape({
      id: 'posthog-feature-flags-secure-key',
      label: 'PostHog feature flags secure key',
      prefixes: ['phs_'],
      parts: [base62(20, 512)],
    }),
    shape({
      id: 'posthog-oauth-tokens',
      label: 'PostHog OAuth tokens',
      prefixes: ['pha_', 'phr_'],
      parts: [base62(20, 512)],
    }),
  ],
  binding: {
    origins: ['https://us.posthog.com'],
    auth: 'bearer',
    read: [
      'GET /api/projects/**',
      'GET /api/environments/**',
      'POST /api/projects/*/query',
      'POST /api/environments/*/query',
    ],
    write: [
      'POST,PATCH,DELETE /api/projects/*/feature_flags/**',
      'POST,PATCH,DELETE /api/projects/*/insights/**',
      'POST,PATCH,DELETE /api/projects/*/dashboards/**',
      'DELETE /api/projects/*/persons/*',
    ],
    deny: [
      'GET,POST,PATCH,DELETE /api/personal_api_keys/**',
      'POST,PATCH,DELETE /api/organizations/**',
      'PATCH /api/projects/*/reset_token',
    ],
  },
  identity: { method: 'GET', url: 'https://us.posthog.com/api/users/@me/' },
  revocation: { page: 'us.posthog.com/settings/user-api-keys' },
  environment: [
    'POSTHOG_API_KEY',
    'POSTHOG_PERSONAL_API_KEY',
    'POSTHOG_PROJECT_API_KEY',
    'NEXT_PUBLIC_POSTHOG_KEY',
    'POSTHOG_HOST',
  ],
};
