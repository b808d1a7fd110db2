import { base64url, text, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const pagerduty: Service = {
  id: 'pagerduty',
  name: 'PagerDuty',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'pagerduty-user-key',
      label: 'PagerDuty user REST API key',
      keywords: ['pagerduty'],
      parts: [text('u+'), characters('[A-Za-z0-9_+-]', 18)],
    }),
    shape({
      id: 'pagerduty-account-rest-api-key',
      label: 'PagerDuty account REST API key',
      keywords: ['pagerduty_token', 'pagerduty_api_key'],
      parts: [base64url(20)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'pagerduty-routing-key',
      label: 'PagerDuty integration key',
      keywords: ['pagerduty_routing_key', 'pagerduty_integration_key'],
      parts: [characters('[0-9a-fA-FR]', 32)],
      minEntropy: 2.8,
    }),
  ],
  binding: {
    origins: ['https://api.pagerduty.com'],
    auth: 'header:authorization',
    valuePrefix: 'Token token=',
    read: [
      'GET /incidents/**',
      'GET /services/**',
      'GET /oncalls',
      'GET /schedules/**',
      'GET /users/**',
      'GET /escalation_policies/**',
      'POST /analytics/metrics/incidents/all',
    ],
    write: [
      'POST /incidents',
      'PUT /incidents',
      'PUT /incidents/*',
      'POST /incidents/*/notes',
      'POST /schedules',
      'POST /services',
    ],
    deny: [
      'POST,PUT,DELETE /users/**',
      'POST,PUT,DELETE /webhook_subscriptions/**',
      'DELETE /services/*',
      'POST,PUT,DELETE /extensions/**',
    ],
    headers: ['from'],
  },
  identity: { method: 'GET', url: 'https://api.pagerduty.com/users/me' },
  revocation: { page: 'api_keys page of the account, or user settings' },
  environment: ['PAGERDUTY_TOKEN', 'PAGERDUTY_API_KEY', 'PAGERDUTY_API_TOKEN', 'PAGERDUTY_ROUTING_KEY'],
};
