import type { Service } from '../service.ts';

export const huggingface: Service = {
  id: 'huggingface',
  name: 'Hugging Face',
  revocation: { page: 'https://huggingface.co/settings/tokens' },
  environment: ['HF_TOKEN'],
  tokens: [
    {
      id: 'huggingface-token',
      label: 'Hugging Face token',
      prefixes: ['hf_'],
      keywords: [],
      body: 'hf_[A-Za-z]{34}',
      boundary: 'word',
      maxLength: 37,
      secret: true,
    },
  ],
};
