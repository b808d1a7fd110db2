import { digits, lower36, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const googleCloud: Service = {
  id: 'google-cloud',
  name: 'Google Cloud and Workspace (OAuth)',
  category: 'cloud',
  tokens: [
    shape({
      id: 'google-oauth-token',
      label: 'Google OAuth access token',
      prefixes: ['ya29.'],
      parts: [base64url(20, 2048)],
    }),
    shape({
      id: 'google-refresh-token',
      label: 'Google OAuth refresh token',
      prefixes: ['1//0'],
      parts: [base64url(80, 512)],
    }),
    shape({
      id: 'google-client-secret',
      label: 'Google OAuth client secret',
      prefixes: ['GOCSPX-'],
      parts: [base64url(28)],
    }),
    publicShape({
      id: 'google-client-id',
      label: 'Google OAuth client id',
      before: [digits(6, 16), text('-'), lower36(32)],
      holds: '.apps.googleusercontent.com',
      parts: [],
    }),
    shape({ id: 'google-api-key', label: 'Google API key', prefixes: ['AIza'], parts: [base64url(35)] }),
  ],
  sharedShapes: ['private-key'],
  ownOrigin: {
    pattern: 'https://*.googleapis.com',
    auth: 'bearer',
    read: ['GET /**'],
    write: [],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://www.googleapis.com/oauth2/v3/userinfo' },
  revocation: {
    page: 'service account keys: DELETE https://iam.googleapis.com/v1/projects/*/serviceAccounts/*/keys/*',
  },
  environment: [
    'GOOGLE_APPLICATION_CREDENTIALS',
    'GOOGLE_CLIENT_ID',
    'GOOGLE_CLIENT_SECRET',
    'GOOGLE_OAUTH_ACCESS_TOKEN',
    'GCP_SERVICE_ACCOUNT_KEY',
    'GOOGLE_CREDENTIALS',
  ],
};
