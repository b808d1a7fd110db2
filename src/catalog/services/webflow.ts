import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const webflow: Service = {
  id: 'webflow',
  name: 'Webflow',
  category: 'content',
  tokens: [
    shape({
      id: 'webflow-site-or-oauth-token',
      label: 'Webflow site or OAuth token',
      keywords: ['webflow_api_token', 'webflow_token', 'webflow'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.webflow.com'],
    auth: 'bearer',
    read: ['GET /v2/**'],
    write: ['POST,PATCH,DELETE /v2/collections/*/items/**', 'POST /v2/sites/*/publish', 'PUT,PATCH /v2/pages/**'],
    deny: ['POST,DELETE /v2/sites/*/webhooks', 'POST /oauth/access_token'],
  },
  identity: { method: 'GET', url: 'https://api.webflow.com/v2/token/introspect' },
  environment: ['WEBFLOW_API_TOKEN', 'WEBFLOW_TOKEN', 'WEBFLOW_CLIENT_SECRET'],
};
