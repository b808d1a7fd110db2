import { lower36, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const buildkite: Service = {
  id: 'buildkite',
  name: 'Buildkite',
  category: 'ci',
  tokens: [
    shape({
      id: 'buildkite-api-token',
      label: 'Buildkite API access token',
      prefixes: ['bkua_'],
      parts: [lower36(40, 53)],
    }),
    shape({
      id: 'buildkite-agent-token',
      label: 'Buildkite agent, job or portal token',
      prefixes: ['bkct_', 'bkar_', 'bkaa_', 'bkaj_', 'bkpt_', 'bkpat_', 'bkps_'],
      parts: [base64url(54, 333)],
    }),
  ],
  binding: {
    origins: ['https://api.buildkite.com'],
    auth: 'bearer',
    read: ['GET /v2/**'],
    write: [
      'POST /v2/organizations/*/pipelines/*/builds',
      'PUT /v2/organizations/*/pipelines/*/builds/*/cancel',
      'PUT /v2/organizations/*/pipelines/*/builds/*/jobs/*/unblock',
      'POST /v2/organizations/*/pipelines',
      'PATCH /v2/organizations/*/pipelines/*',
    ],
    deny: [
      'DELETE /v2/access-token',
      'GET,POST,DELETE /v2/organizations/*/clusters/*/tokens/**',
      'DELETE /v2/organizations/*/pipelines/*',
      'GET /v2/organizations/*/pipelines/*/builds/*/jobs/*/env',
    ],
  },
  identity: { method: 'GET', url: 'https://api.buildkite.com/v2/access-token' },
  environment: [
    'BUILDKITE_API_TOKEN',
    'BUILDKITE_API_ACCESS_TOKEN',
    'BUILDKITE_AGENT_TOKEN',
    'BUILDKITE_AGENT_ACCESS_TOKEN',
  ],
};
