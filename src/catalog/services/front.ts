import type { Service } from '../service.ts';

export const front: Service = {
  id: 'front',
  name: 'Front',
  category: 'support',
  tokens: [],
  sharedShapes: ['jwt'],
  binding: {
    origins: ['https://api2.frontapp.com'],
    auth: 'bearer',
    read: ['GET /**'],
    write: [
      'POST /conversations/*/messages',
      'POST /channels/*/messages',
      'PATCH /conversations/*',
      'POST,PATCH,DELETE /contacts/**',
    ],
    deny: [],
  },
  identity: { method: 'GET', url: 'https://api2.frontapp.com/me' },
  revocation: { page: 'Front settings, developers, API tokens' },
  environment: ['FRONT_API_TOKEN'],
};
