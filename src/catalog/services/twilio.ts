import { hex, base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const twilio: Service = {
  id: 'twilio',
  name: 'Twilio',
  category: 'messaging',
  tokens: [
    shape({
      id: 'twilio-auth-token',
      label: 'Twilio auth token',
      keywords: ['twilio_auth_token', 'twilio'],
      parts: [hex(32)],
      minEntropy: 3.0,
    }),
    shape({
      id: 'twilio-api-key-secret',
      label: 'Twilio API key secret',
      keywords: ['twilio_api_secret', 'twilio_api_key_secret'],
      parts: [base62(32)],
      minEntropy: 3.2,
    }),
    publicShape({ id: 'twilio-api-key-sid', label: 'Twilio API key SID', prefixes: ['SK'], parts: [hex(32)] }),
    publicShape({ id: 'twilio-account-sid', label: 'Twilio account SID', prefixes: ['AC'], parts: [hex(32)] }),
  ],
  binding: {
    origins: ['https://api.twilio.com'],
    auth: 'basic',
    read: [
      'GET /2010-04-01/Accounts/*/Messages.json',
      'GET /2010-04-01/Accounts/*/Calls.json',
      'GET /2010-04-01/Accounts/*/Balance.json',
      'GET /2010-04-01/Accounts/*/IncomingPhoneNumbers.json',
    ],
    write: [
      'POST /2010-04-01/Accounts/*/Messages.json',
      'POST /2010-04-01/Accounts/*/Calls.json',
      'POST /2010-04-01/Accounts/*/IncomingPhoneNumbers.json',
    ],
    deny: [
      'GET,POST,DELETE /2010-04-01/Accounts/*/Keys/**',
      'GET,POST /2010-04-01/Accounts/*/Keys.json',
      'GET,POST /2010-04-01/Accounts/*/SigningKeys.json',
      'POST /2010-04-01/Accounts/*/Tokens.json',
      'POST /2010-04-01/Accounts.json',
      'POST /v1/Keys',
      'POST,DELETE /v1/AuthTokens/**',
    ],
  },
  revocation: { page: 'auth token: console, or POST https://accounts.twilio.com/v1/AuthTokens/Promote' },
  environment: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_API_KEY', 'TWILIO_API_SECRET'],
};
