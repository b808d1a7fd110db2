import type { Service } from '../service.ts';

export const google: Service = {
  id: 'google',
  name: 'Google Cloud',
  revocation: { page: 'https://console.cloud.google.com/apis/credentials' },
  environment: ['GOOGLE_API_KEY'],
  tokens: [
    {
      id: 'google-api-key',
      label: 'Google API key',
      prefixes: ['AIza'],
      keywords: [],
      body: 'AIza[A-Za-z0-9_-]{35}',
      boundary: 'word',
      maxLength: 39,
      secret: true,
    },
    {
      id: 'google-client-secret',
      label: 'Google OAuth client secret',
      prefixes: ['GOCSPX-'],
      keywords: [],
      body: 'GOCSPX-[A-Za-z0-9_-]{28}',
      boundary: 'word',
      maxLength: 35,
      secret: true,
    },
  ],
};
