import { hex, word } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const weightsAndBiases: Service = {
  id: 'weights-and-biases',
  name: 'Weights & Biases',
  category: 'llm',
  tokens: [
    shape({
      id: 'weights-and-biases-legacy-api-key',
      label: 'Weights & Biases legacy API key',
      keywords: ['wandb_api_key', 'wandb'],
      parts: [hex(40)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'weights-and-biases-api-key',
      label: 'Weights & Biases API key',
      prefixes: ['wandb_v1_'],
      parts: [word(77)],
    }),
  ],
  notBound: 'no rule can be proposed',
  revocation: { page: 'wandb.ai, user settings, API keys' },
  environment: ['WANDB_API_KEY'],
};
