import { base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const mandrill: Service = {
  id: 'mandrill',
  name: 'Mailchimp Transactional (Mandrill)',
  category: 'mail',
  tokens: [
    shape({
      id: 'mandrill-api-key',
      label: 'Mailchimp Transactional API key',
      keywords: ['mandrill_api_key', 'mandrill'],
      parts: [base64url(22)],
      minEntropy: 2.5,
    }),
    shape({
      id: 'mandrill-key',
      label: 'Mandrill API key',
      keywords: ['mandrill'],
      parts: [text('md-'), base64url(22)],
      minEntropy: 3,
    }),
  ],
  notBound: 'the credential stands in the body',
  revocation: { page: 'mandrillapp.com/settings' },
  environment: ['MANDRILL_API_KEY', 'MAILCHIMP_TRANSACTIONAL_API_KEY'],
};
