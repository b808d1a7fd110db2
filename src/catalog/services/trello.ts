import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const trello: Service = {
  id: 'trello',
  name: 'Trello',
  category: 'project-management',
  tokens: [
    shape({ id: 'trello-token', label: 'Trello token', prefixes: ['ATTA'], parts: [hex(72)] }),
    shape({
      id: 'trello-legacy-token',
      label: 'Trello legacy Token',
      keywords: ['trello_token', 'trello_api_token', 'trello'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
    publicShape({
      id: 'trello-api-key',
      label: 'Trello API key',
      keywords: ['trello_api_key', 'trello_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  notBound: 'the API wants several credentials at once',
  identity: { method: 'GET', url: 'https://api.trello.com/1/members/me' },
  environment: ['TRELLO_API_KEY', 'TRELLO_TOKEN', 'TRELLO_API_TOKEN'],
};
