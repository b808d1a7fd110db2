import { hex, text, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const bunny: Service = {
  id: 'bunny',
  name: 'bunny.net',
  category: 'cdn',
  tokens: [
    shape({ id: 'bunny-key', label: 'bunny.net account API key', keywords: ['bunny'], parts: [uuid(), uuid()] }),
    shape({
      id: 'bunny-storage-password',
      label: 'bunny.net storage zone password',
      keywords: ['bunny_storage_api_key', 'bunnycdn'],
      parts: [hex(8), text('-'), hex(4), text('-'), hex(4), text('-'), hex(12), text('-'), hex(4), text('-'), hex(4)],
    }),
  ],
  binding: {
    origins: ['https://api.bunny.net'],
    auth: 'header:accesskey',
    read: ['GET /statistics', 'GET /dnszone/**'],
    write: ['POST /purge', 'POST,PUT,DELETE /dnszone/**'],
    deny: ['GET /storagezone/**', 'GET /apikey', 'POST /storagezone/*/resetPassword'],
  },
  identity: { method: 'GET', url: 'https://api.bunny.net/user' },
  revocation: { page: 'dash.bunny.net/account/api-key (reset)' },
  environment: ['BUNNY_API_KEY', 'BUNNY_STORAGE_API_KEY'],
};
