import { digits, lower36, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const zapierWebhook: Service = {
  id: 'zapier-webhook',
  name: 'Zapier webhooks',
  category: 'automation',
  tokens: [
    shape({
      id: 'zapier-hook',
      label: 'Zapier catch hook address',
      prefixes: ['https://hooks.zapier.com/hooks/catch/'],
      parts: [digits(5, 10), text('/'), lower36(5, 12)],
    }),
  ],
  notBound: 'the credential stands in the address itself',
  getWrites: true,
  revocation: { page: 'the Zap (turn off or make a new hook)' },
  environment: ['ZAPIER_WEBHOOK_URL'],
};
