import { base62, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const auth0: Service = {
  id: 'auth0',
  name: 'Auth0',
  category: 'auth',
  tokens: [
    shape({
      id: 'auth0-client-secret',
      label: 'Auth0 client secret',
      keywords: ['auth0_client_secret'],
      parts: [base64url(64)],
      minEntropy: 3.2,
    }),
    publicShape({
      id: 'auth0-client-id',
      label: 'Auth0 client id',
      keywords: ['auth0_client_id'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
  ],
  sharedShapes: ['jwt'],
  notBound: 'the credential is exchanged for tokens first',
  revocation: { page: 'manage.auth0.com, applications' },
  environment: ['AUTH0_DOMAIN', 'AUTH0_CLIENT_ID', 'AUTH0_CLIENT_SECRET', 'AUTH0_SECRET'],
};
