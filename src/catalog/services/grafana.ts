import { crc32HexReversed } from '../checksums.ts';
import { hex, base62, base64, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const grafana: Service = {
  id: 'grafana',
  name: 'Grafana and Grafana Cloud',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'grafana-service-account-token',
      label: 'Grafana service account token',
      prefixes: ['glsa_'],
      parts: [base62(32), text('_'), hex(8)],
      checksum: crc32HexReversed,
    }),
    shape({
      id: 'grafana-cloud-token',
      label: 'Grafana Cloud access policy token',
      prefixes: ['glc_eyJ'],
      parts: [base64(30, 400), optional(text('=')), optional(text('='))],
    }),
    shape({
      id: 'grafana-legacy-key',
      label: 'Grafana API key, legacy',
      prefixes: ['eyJrIjoi'],
      parts: [base64(40, 400), optional(text('=')), optional(text('='))],
    }),
  ],
  ownOrigin: {
    pattern: 'https://*.grafana.net',
    auth: 'bearer',
    read: [
      'GET /api/dashboards/**',
      'GET /api/search',
      'GET /api/datasources/uid/*/health',
      'GET /api/alertmanager/**',
      'GET /api/prometheus/**',
      'POST /api/ds/query',
      'GET /api/folders/**',
    ],
    write: [
      'POST /api/dashboards/db',
      'DELETE /api/dashboards/uid/*',
      'POST,PUT,DELETE /api/v1/provisioning/**',
      'POST /api/annotations',
      'POST,PUT,DELETE /api/folders/**',
      'POST,DELETE /api/alertmanager/grafana/api/v2/silences/**',
    ],
    deny: [
      'GET,POST,PATCH,DELETE /api/serviceaccounts/**',
      'GET,POST,DELETE /api/auth/keys/**',
      'POST,PUT,DELETE /api/datasources/**',
      'GET,POST,PUT,DELETE /api/admin/**',
      'POST,PUT,DELETE /api/org/users/**',
      'POST,PATCH,DELETE /api/snapshots/**',
    ],
  },
  revocation: { page: 'grafana.com, access policies (glc_)' },
  environment: [
    'GRAFANA_TOKEN',
    'GRAFANA_API_KEY',
    'GRAFANA_SERVICE_ACCOUNT_TOKEN',
    'GRAFANA_CLOUD_API_KEY',
    'GRAFANA_URL',
  ],
};
