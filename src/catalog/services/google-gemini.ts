import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const googleGemini: Service = {
  id: 'google-gemini',
  name: 'Google Gemini API',
  category: 'llm',
  tokens: [shape({ id: 'gemini-auth-key', label: 'Gemini auth key', prefixes: ['AQ.Ab8RN6'], parts: [base64url(44)] })],
  sharedShapes: ['google-api-key'],
  binding: {
    origins: ['https://generativelanguage.googleapis.com'],
    auth: 'header:x-goog-api-key',
    read: ['GET /v1beta/models/**', 'GET /v1/models/**'],
    write: [
      'POST /v1beta/cachedContents',
      'DELETE /v1beta/cachedContents/*',
      'POST /upload/v1beta/files',
      'DELETE /v1beta/files/*',
      'POST /v1beta/tunedModels',
    ],
    deny: ['POST /v1alpha/auth_tokens'],
  },
  identity: { method: 'GET', url: 'https://generativelanguage.googleapis.com/v1beta/models' },
  revocation: { page: 'AI Studio, API keys' },
  environment: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
};
