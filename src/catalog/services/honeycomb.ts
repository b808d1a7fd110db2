import { hex, base62, lower36 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const honeycomb: Service = {
  id: 'honeycomb',
  name: 'Honeycomb',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'honeycomb-configuration-key',
      label: 'Honeycomb configuration key',
      keywords: ['honeycomb_api_key', 'honeycomb'],
      parts: [base62(22)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'honeycomb-classic-key',
      label: 'Honeycomb classic key',
      keywords: ['honeycomb_api_key', 'honeycomb_writekey'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'honeycomb-ingest-key',
      label: 'Honeycomb ingest key',
      prefixes: ['hcaik_', 'hcbik_', 'hccik_'],
      parts: [lower36(58)],
    }),
    shape({
      id: 'honeycomb-management-key',
      label: 'Honeycomb management key',
      prefixes: ['hcamk_', 'hcbmk_'],
      parts: [lower36(20, 512)],
    }),
  ],
  binding: {
    origins: ['https://api.honeycomb.io'],
    auth: 'header:x-honeycomb-team',
    read: ['GET /1/**', 'POST /1/queries/*', 'GET /1/query_results/**'],
    write: [
      'POST /1/events/*',
      'POST /1/batch/*',
      'POST,PUT,DELETE /1/boards/**',
      'POST,PUT,DELETE /1/triggers/**',
      'POST /1/markers/*',
    ],
    deny: ['GET,POST,PATCH,DELETE /2/teams/*/api-keys/**', 'POST,DELETE /2/teams/*/environments/**'],
  },
  identity: { method: 'GET', url: 'https://api.honeycomb.io/1/auth' },
  environment: ['HONEYCOMB_API_KEY', 'HONEYCOMB_CONFIGURATION_KEY', 'HONEYCOMB_WRITEKEY'],
};
