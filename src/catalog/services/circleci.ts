import { hex, base62, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const circleci: Service = {
  id: 'circleci',
  name: 'CircleCI',
  category: 'ci',
  tokens: [
    shape({
      id: 'circleci-token',
      label: 'CircleCI API token',
      prefixes: ['CCIPAT_', 'CCIPRJ_'],
      parts: [base62(20, 24), text('_'), hex(40)],
    }),
    shape({
      id: 'circleci-legacy-api-token',
      label: 'CircleCI legacy API token',
      keywords: ['circleci_token', 'circle_token', 'circleci'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://circleci.com'],
    auth: 'header:circle-token',
    read: ['GET /api/v2/**'],
    write: [
      'POST /api/v2/project/*/*/*/pipeline',
      'POST /api/v2/workflow/*/rerun',
      'POST /api/v2/workflow/*/cancel',
      'POST /api/v2/workflow/*/approve/*',
    ],
    deny: [
      'POST,DELETE /api/v2/project/*/*/*/envvar/**',
      'GET,POST,DELETE /api/v2/project/*/*/*/checkout-key/**',
      'PUT,DELETE /api/v2/context/*/environment-variable/*',
      'POST,DELETE /api/v2/context/**',
      'POST /api/v2/runner/token',
    ],
  },
  identity: { method: 'GET', url: 'https://circleci.com/api/v2/me' },
  revocation: { page: 'app.circleci.com/settings/user/tokens' },
  environment: ['CIRCLE_TOKEN', 'CIRCLECI_TOKEN', 'CIRCLECI_API_TOKEN', 'CIRCLECI_CLI_TOKEN'],
};
