import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const mailjet: Service = {
  id: 'mailjet',
  name: 'Mailjet',
  category: 'mail',
  tokens: [
    publicShape({
      id: 'mailjet-api-key',
      label: 'Mailjet API key',
      keywords: ['mj_apikey_public', 'mailjet_api_key'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'mailjet-secret-key',
      label: 'Mailjet secret key',
      keywords: ['mj_apikey_private', 'mailjet_secret_key', 'mailjet_api_secret'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://api.mailjet.com'],
    auth: 'basic',
    read: ['GET /v3/REST/**'],
    write: ['POST /v3.1/send', 'POST,PUT,DELETE /v3/REST/contact/**', 'POST /v3/REST/campaigndraft/**'],
    deny: ['GET,POST,PUT /v3/REST/apikey/**', 'GET,POST,PUT,DELETE /v3/REST/apitoken/**'],
  },
  identity: { method: 'GET', url: 'https://api.mailjet.com/v3/REST/myprofile' },
  revocation: { page: 'app.mailjet.com/account/apikeys' },
  environment: ['MJ_APIKEY_PUBLIC', 'MJ_APIKEY_PRIVATE', 'MAILJET_API_KEY', 'MAILJET_SECRET_KEY'],
};
