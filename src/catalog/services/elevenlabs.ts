import { hex } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const elevenlabs: Service = {
  id: 'elevenlabs',
  name: 'ElevenLabs',
  category: 'llm',
  tokens: [shape({ id: 'elevenlabs-api-key', label: 'ElevenLabs API key', prefixes: ['sk_'], parts: [hex(48)] })],
  binding: {
    origins: ['https://api.elevenlabs.io'],
    auth: 'header:xi-api-key',
    read: ['GET /v1/user/**', 'GET /v1/voices/**', 'GET /v1/models', 'GET /v1/history/**'],
    spend: ['POST /v1/text-to-speech/**', 'POST /v1/speech-to-text', 'POST /v1/sound-generation'],
    write: ['POST /v1/voices/add', 'DELETE /v1/voices/*', 'POST /v1/dubbing', 'DELETE /v1/history/*'],
    deny: [
      'GET,POST,PATCH,DELETE /v1/service-accounts/**',
      'POST /v1/single-use-token/*',
      'GET /v1/convai/conversation/get-signed-url',
      'POST /v1/convai/secrets',
    ],
  },
  identity: { method: 'GET', url: 'https://api.elevenlabs.io/v1/user' },
  revocation: { page: 'elevenlabs.io, API keys' },
  environment: ['ELEVENLABS_API_KEY', 'ELEVEN_API_KEY'],
};
