import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const datadog: Service = {
  id: 'datadog',
  name: 'Datadog',
  category: 'monitoring',
  tokens: [
    shape({
      id: 'datadog-api-key',
      label: 'Datadog API key',
      keywords: ['dd_api_key', 'datadog_api_key', 'dd-api-key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'datadog-application-key',
      label: 'Datadog application key',
      keywords: ['dd_app_key', 'dd_application_key', 'datadog_app_key'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
    publicShape({ id: 'datadog-client-token', label: 'Datadog client token', prefixes: ['pub'], parts: [hex(32)] }),
  ],
  notBound: 'the API wants several credentials at once',
  identity: { method: 'GET', url: 'https://api.datadoghq.com/api/v1/validate' },
  revocation: { page: 'an application key: DELETE /api/v2/current_user/application_keys/{id}' },
  environment: ['DD_API_KEY', 'DD_APP_KEY', 'DD_APPLICATION_KEY', 'DATADOG_API_KEY', 'DATADOG_APP_KEY', 'DD_SITE'],
};
