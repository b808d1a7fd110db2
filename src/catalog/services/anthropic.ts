import type { Service } from '../service.ts';

export const anthropic: Service = {
  id: 'anthropic',
  name: 'Anthropic',
  revocation: { page: 'https://console.anthropic.com/settings/keys' },
  environment: ['ANTHROPIC_API_KEY'],
  tokens: [
    {
      id: 'anthropic-key',
      label: 'Anthropic API key',
      prefixes: ['sk-ant-'],
      keywords: [],
      body: 'sk-ant-[a-z]{3,6}[0-9]{2}-[A-Za-z0-9_-]{80,200}',
      boundary: 'word',
      maxLength: 218,
      secret: true,
    },
  ],
};
