import { digits, base62, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const ngrok: Service = {
  id: 'ngrok',
  name: 'ngrok',
  category: 'infrastructure',
  tokens: [
    shape({
      id: 'ngrok-token',
      label: 'ngrok API key or authtoken',
      keywords: ['ngrok'],
      parts: [base62(27, 28), text('_'), digits(1), base62(20)],
      minEntropy: 3.5,
    }),
    publicShape({
      id: 'ngrok-id',
      label: 'ngrok id of a credential',
      prefixes: ['cr_', 'ak_'],
      parts: [base62(25, 30)],
    }),
  ],
  binding: {
    origins: ['https://api.ngrok.com'],
    auth: 'bearer',
    read: ['GET /endpoints/**', 'GET /tunnels/**', 'GET /reserved_domains/**', 'GET /tunnel_sessions/**'],
    write: [
      'POST,PATCH,DELETE /reserved_domains/**',
      'POST,PATCH,DELETE /endpoints/**',
      'POST /tunnel_sessions/*/stop',
    ],
    deny: [
      'POST,PATCH,DELETE /api_keys/**',
      'POST,PATCH,DELETE /credentials/**',
      'POST,PATCH,DELETE /ssh_credentials/**',
      'POST,PATCH,DELETE /bot_users/**',
      'GET,POST,PATCH,DELETE /vaults/**',
      'GET,POST,PATCH,DELETE /vault_secrets/**',
    ],
    headers: ['ngrok-version'],
  },
  identity: { method: 'GET', url: 'https://api.ngrok.com/api_keys?limit=1' },
  revocation: { page: 'dashboard.ngrok.com' },
  environment: ['NGROK_API_KEY', 'NGROK_AUTHTOKEN'],
};
