import { base64, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const coinbaseCdp: Service = {
  id: 'coinbase-cdp',
  name: 'Coinbase Developer Platform',
  category: 'payments',
  tokens: [
    shape({
      id: 'coinbase-cdp-key',
      label: 'Coinbase CDP private key',
      keywords: ['cdp_api_key_secret', 'cdp_api_key'],
      parts: [base64(86), text('==')],
      minEntropy: 4,
    }),
    shape({
      id: 'coinbase-cdp-wallet-secret',
      label: 'Coinbase CDP wallet secret',
      keywords: ['cdp_wallet_secret'],
      parts: [base64(120, 400), optional(text('=')), optional(text('='))],
      minEntropy: 4,
    }),
  ],
  sharedShapes: ['private-key'],
  notBound: 'every request is signed',
  identity: { method: 'GET', url: 'https://api.coinbase.com/api/v3/brokerage/key_permissions' },
  revocation: { page: 'portal.cdp.coinbase.com, API keys' },
  environment: ['CDP_API_KEY_ID', 'CDP_API_KEY_SECRET', 'CDP_WALLET_SECRET', 'COINBASE_API_KEY', 'COINBASE_API_SECRET'],
};
