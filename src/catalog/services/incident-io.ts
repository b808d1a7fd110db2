import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const incidentIo: Service = {
  id: 'incident-io',
  name: 'incident.io',
  category: 'monitoring',
  tokens: [shape({ id: 'incident-io-key', label: 'incident.io API key', prefixes: ['inc_'], parts: [hex(32, 128)] })],
  binding: {
    origins: ['https://api.incident.io'],
    auth: 'bearer',
    read: ['GET /v1/**', 'GET /v2/**'],
    write: ['POST /v2/incidents', 'POST /v2/incidents/*/actions/edit', 'POST,PUT,DELETE /v3/catalog_entries/**'],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api.incident.io/v1/identity' },
  revocation: { page: 'app.incident.io/settings/api-keys' },
  environment: ['INCIDENT_IO_API_KEY', 'INCIDENT_API_KEY'],
};
