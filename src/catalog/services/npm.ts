import type { Service } from '../service.ts';

export const npm: Service = {
  id: 'npm',
  name: 'npm',
  revocation: { page: 'https://www.npmjs.com/settings/tokens' },
  environment: ['NPM_TOKEN'],
  tokens: [
    {
      id: 'npm-token',
      label: 'npm access token',
      prefixes: ['npm_'],
      keywords: [],
      body: 'npm_[A-Za-z0-9]{36}',
      boundary: 'word',
      maxLength: 40,
      secret: true,
    },
  ],
};
