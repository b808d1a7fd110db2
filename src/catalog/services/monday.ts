import type { Service } from '../service.ts';

export const monday: Service = {
  id: 'monday',
  name: 'monday.com',
  category: 'project-management',
  tokens: [],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://api.monday.com'],
    auth: 'header:authorization',
    read: [],
    write: ['POST /v2/file'],
    deny: [],
    graphql: '/v2',
  },
  revocation: { page: 'monday.com, developer center, API token (regenerate)' },
  environment: ['MONDAY_API_TOKEN', 'MONDAY_TOKEN', 'MONDAY_API_KEY'],
};
