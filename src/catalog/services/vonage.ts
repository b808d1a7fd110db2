import type { Service } from '../service.ts';

export const vonage: Service = {
  id: 'vonage',
  name: 'Vonage',
  category: 'messaging',
  tokens: [],
  binding: {
    origins: ['https://api.nexmo.com'],
    auth: 'basic',
    read: ['GET /v2/reports/records'],
    write: ['POST /v1/messages', 'POST /v1/calls'],
    deny: ['GET,POST,DELETE /accounts/*/secrets/**', 'POST,PUT,DELETE /v2/applications/**'],
  },
  getWrites: true,
  identity: { method: 'GET', url: 'https://rest.nexmo.com/account/get-balance' },
  environment: ['VONAGE_API_KEY', 'VONAGE_API_SECRET', 'VONAGE_APPLICATION_ID', 'VONAGE_PRIVATE_KEY', 'NEXMO_API_KEY'],
};
