import { uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const railway: Service = {
  id: 'railway',
  name: 'Railway',
  category: 'paas',
  tokens: [
    shape({
      id: 'railway-account',
      label: 'Railway account',
      keywords: ['railway_token', 'railway_api_token'],
      parts: [uuid()],
    }),
  ],
  notBound: 'no rule can be proposed',
  revocation: { page: 'railway.com/account/tokens, or the settings of the project' },
  environment: ['RAILWAY_TOKEN', 'RAILWAY_API_TOKEN'],
};
