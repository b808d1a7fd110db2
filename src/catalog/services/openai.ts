import type { Service } from '../service.ts';

export const openai: Service = {
  id: 'openai',
  name: 'OpenAI',
  revocation: { page: 'https://platform.openai.com/api-keys' },
  environment: ['OPENAI_API_KEY'],
  tokens: [
    {
      id: 'openai-key',
      label: 'OpenAI API key',
      prefixes: ['sk-'],
      keywords: [],
      body: 'sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,90}T3BlbkFJ[A-Za-z0-9_-]{20,90}',
      boundary: 'word',
      maxLength: 200,
      secret: true,
    },
  ],
};
