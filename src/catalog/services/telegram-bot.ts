import { digits, base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const telegramBot: Service = {
  id: 'telegram-bot',
  name: 'Telegram Bot API',
  category: 'chat',
  tokens: [
    shape({
      id: 'telegram-bot-token',
      label: 'Telegram bot token',
      before: [digits(8, 10)],
      holds: ':AA',
      parts: [base64url(33)],
    }),
  ],
  notBound: 'the credential stands in the address itself',
  getWrites: true,
  revocation: { page: '@BotFather, /revoke' },
  environment: ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_TOKEN', 'TELEGRAM_API_TOKEN'],
};
