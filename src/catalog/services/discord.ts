import { hex, digits, base64url, text, oneOf } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const discord: Service = {
  id: 'discord',
  name: 'Discord',
  category: 'chat',
  tokens: [
    shape({
      id: 'discord-bot-token',
      label: 'Discord bot token',
      keywords: ['discord', 'bot_token', 'bot '],
      parts: [oneOf('M', 'N', 'O'), base64url(23, 27), text('.'), base64url(6), text('.'), base64url(27, 40)],
      minEntropy: 3.8,
    }),
    shape({
      id: 'discord-webhook',
      label: 'Discord webhook address',
      prefixes: ['https://discord.com/api/webhooks/', 'https://discordapp.com/api/webhooks/'],
      parts: [digits(17, 20), text('/'), base64url(60, 80)],
    }),
    shape({
      id: 'discord-client-secret',
      label: 'Discord client secret',
      keywords: ['discord_client_secret'],
      parts: [base64url(32)],
      minEntropy: 3.2,
    }),
    publicShape({
      id: 'discord-client-or-application-id',
      label: 'Discord client or application id',
      keywords: ['discord_client_id', 'discord_application_id'],
      parts: [digits(17, 20)],
    }),
    publicShape({
      id: 'discord-public-key',
      label: 'Discord public key',
      keywords: ['discord_public_key'],
      parts: [hex(64)],
      minEntropy: 3.0,
    }),
  ],
  binding: {
    origins: ['https://discord.com'],
    auth: 'header:authorization',
    valuePrefix: 'Bot ',
    read: ['GET /api/v10/users/@me', 'GET /api/v10/guilds/**', 'GET /api/v10/channels/**'],
    write: [
      'POST /api/v10/channels/*/messages',
      'PATCH,DELETE /api/v10/channels/*/messages/*',
      'POST /api/webhooks/**',
      'PUT,DELETE /api/v10/guilds/*/members/**',
      'POST,PATCH,DELETE /api/v10/channels/**',
    ],
    deny: [
      'GET,POST /api/v10/channels/*/webhooks',
      'GET /api/v10/guilds/*/webhooks',
      'PATCH,DELETE /api/v10/guilds/*',
      'PUT /api/v10/guilds/*/bans/*',
      'POST /api/oauth2/token',
      'POST,PATCH /api/v10/guilds/*/roles/**',
    ],
  },
  identity: { method: 'GET', url: 'https://discord.com/api/v10/users/@me' },
  revocation: { page: 'discord.com/developers/applications (reset token); a webhook: DELETE of its own address' },
  environment: ['DISCORD_TOKEN', 'DISCORD_BOT_TOKEN', 'DISCORD_CLIENT_SECRET', 'DISCORD_WEBHOOK_URL'],
};
