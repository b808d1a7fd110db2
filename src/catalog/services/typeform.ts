import { dotted } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const typeform: Service = {
  id: 'typeform',
  name: 'Typeform',
  category: 'productivity',
  tokens: [
    shape({
      id: 'typeform-token',
      label: 'Typeform personal access token',
      prefixes: ['tfp_'],
      parts: [dotted(40, 59)],
    }),
  ],
  binding: {
    origins: ['https://api.typeform.com'],
    auth: 'bearer',
    read: ['GET /me', 'GET /forms/**', 'GET /workspaces/**'],
    write: ['POST /forms', 'PUT,PATCH,DELETE /forms/*', 'DELETE /forms/*/responses'],
    deny: ['PUT,DELETE /forms/*/webhooks/**'],
  },
  identity: { method: 'GET', url: 'https://api.typeform.com/me' },
  revocation: { page: 'admin.typeform.com/user/tokens' },
  environment: ['TYPEFORM_TOKEN', 'TYPEFORM_API_KEY'],
};
