import { hex, digits, base64, text, optional, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const sentry: Service = {
  id: 'sentry',
  name: 'Sentry',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'sentry-user-token',
      label: 'Sentry user, app or integration token',
      prefixes: ['sntryu_', 'sntrya_', 'sntryi_'],
      parts: [hex(64)],
    }),
    shape({
      id: 'sentry-organization-token',
      label: 'Sentry organization token',
      prefixes: ['sntrys_eyJ'],
      parts: [base64(90, 400), optional(text('=')), optional(text('=')), text('_'), base64(43)],
    }),
    shape({
      id: 'sentry-integration-token',
      label: 'Sentry internal integration token',
      keywords: ['sentry_auth_token', 'sentry'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'sentry-legacy-api-key',
      label: 'Sentry legacy API key',
      keywords: ['sentry_api_key', 'sentry'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'sentry-dsn',
      label: 'Sentry DSN',
      before: [text('https://'), hex(32)],
      holds: '@',
      parts: [characters('[a-z0-9.-]', 4, 120), text('/'), digits(1, 20)],
    }),
  ],
  binding: {
    origins: ['https://sentry.io'],
    auth: 'bearer',
    read: ['GET /api/0/organizations/**', 'GET /api/0/projects/**', 'GET /api/0/issues/**'],
    write: [
      'PUT,DELETE /api/0/organizations/*/issues/**',
      'PUT,DELETE /api/0/issues/*',
      'POST /api/0/organizations/*/releases/**',
      'PUT /api/0/projects/*/*',
      'POST /api/0/organizations/*/projects',
    ],
    deny: [
      'GET,POST,PUT,DELETE /api/0/projects/*/*/keys/**',
      'GET,POST,DELETE /api/0/api-tokens/**',
      'GET,POST,PUT,DELETE /api/0/organizations/*/org-auth-tokens/**',
      'POST,PUT,DELETE /api/0/organizations/*/members/**',
      'POST,PUT,DELETE /api/0/sentry-apps/**',
    ],
  },
  identity: { method: 'GET', url: 'https://sentry.io/api/0/' },
  revocation: { page: 'sentry.io/settings/auth-tokens' },
  environment: ['SENTRY_AUTH_TOKEN', 'SENTRY_TOKEN', 'SENTRY_ORG', 'SENTRY_PROJECT', 'SENTRY_DSN'],
};
