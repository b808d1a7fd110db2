import { upper36, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const dynatrace: Service = {
  id: 'dynatrace',
  name: 'Dynatrace',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'dynatrace-token',
      label: 'Dynatrace API token',
      prefixes: ['dt0c01.'],
      parts: [upper36(24), text('.'), upper36(64)],
    }),
    shape({
      id: 'dynatrace-platform-token',
      label: 'Dynatrace platform or OAuth token',
      prefixes: ['dt0s16.', 'dt0s02.', 'dt0s08.'],
      parts: [upper36(8, 32), text('.'), upper36(64)],
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.live.dynatrace.com',
    auth: 'header:authorization',
    valuePrefix: 'Api-Token ',
    read: [
      'GET /api/v2/metrics/**',
      'GET /api/v2/problems/**',
      'GET /api/v2/entities/**',
      'GET /api/v2/events/**',
      'GET /api/v2/logs/**',
    ],
    write: [
      'POST /api/v2/events/ingest',
      'POST /api/v2/metrics/ingest',
      'POST /api/v2/logs/ingest',
      'POST /api/v2/problems/*/close',
      'POST,PUT,DELETE /api/v2/settings/objects/**',
    ],
    deny: [
      'GET,POST,PUT,DELETE /api/v2/apiTokens/**',
      'GET,POST,PUT,DELETE /api/v2/activeGateTokens/**',
      'GET,POST,PUT,DELETE /api/config/v1/credentials/**',
      'GET,POST,PUT,DELETE /api/v2/credentials/**',
    ],
  },
  environment: ['DT_API_TOKEN', 'DYNATRACE_API_TOKEN', 'DYNATRACE_URL', 'DT_TENANT'],
};
