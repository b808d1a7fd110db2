import { hex, upper36, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const newRelic: Service = {
  id: 'new-relic',
  name: 'New Relic',
  category: 'monitoring',
  tokens: [
    shape({ id: 'new-relic-user-key', label: 'New Relic user key', prefixes: ['NRAK-'], parts: [upper36(27)] }),
    shape({ id: 'new-relic-license-key', label: 'New Relic license key', before: [hex(36)], holds: 'NRAL', parts: [] }),
    publicShape({
      id: 'new-relic-browser-key',
      label: 'New Relic browser key',
      prefixes: ['NRJS-', 'NRBR-'],
      parts: [hex(19, 20)],
    }),
    shape({
      id: 'new-relic-legacy-insights-insert-key',
      label: 'New Relic legacy Insights insert key',
      prefixes: ['NRII-'],
      parts: [base64url(32)],
    }),
    shape({
      id: 'new-relic-insights-query-key',
      label: 'New Relic Insights query key',
      prefixes: ['NRIQ-'],
      parts: [base64url(32)],
    }),
    shape({
      id: 'new-relic-legacy-admin-key',
      label: 'New Relic legacy Admin key',
      prefixes: ['NRAA-'],
      parts: [hex(27)],
    }),
    shape({
      id: 'new-relic-legacy-rest-api-key',
      label: 'New Relic legacy REST API key',
      prefixes: ['NRRA-'],
      parts: [hex(42)],
    }),
  ],
  binding: {
    origins: ['https://api.newrelic.com'],
    auth: 'header:api-key',
    read: ['GET /v2/**'],
    write: [],
    deny: [],
  },
  revocation: { page: 'one.newrelic.com/api-keys' },
  environment: [
    'NEW_RELIC_API_KEY',
    'NEW_RELIC_LICENSE_KEY',
    'NEW_RELIC_USER_KEY',
    'NEW_RELIC_INSERT_KEY',
    'NEW_RELIC_ACCOUNT_ID',
  ],
};
