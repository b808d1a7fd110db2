import { digits, base64url, text } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const cloudinary: Service = {
  id: 'cloudinary',
  name: 'Cloudinary',
  category: 'storage',
  tokens: [
    shape({
      id: 'cloudinary-api-secret',
      label: 'Cloudinary API secret',
      keywords: ['cloudinary_api_secret'],
      parts: [base64url(27, 32)],
      minEntropy: 2.5,
    }),
    publicShape({
      id: 'cloudinary-api-key',
      label: 'Cloudinary API key',
      keywords: ['cloudinary_api_key'],
      parts: [digits(15)],
    }),
    shape({
      id: 'cloudinary-address',
      label: 'Cloudinary address with its API secret',
      prefixes: ['cloudinary://'],
      parts: [digits(12, 18), text(':'), base64url(20, 40), text('@'), base64url(2, 64)],
    }),
  ],
  binding: {
    origins: ['https://api.cloudinary.com'],
    auth: 'basic',
    read: ['GET /v1_1/*/resources/**', 'GET /v1_1/*/usage', 'GET /v1_1/*/folders', 'POST /v1_1/*/resources/search'],
    write: [
      'POST /v1_1/*/*/upload',
      'POST /v1_1/*/*/destroy',
      'DELETE /v1_1/*/resources/**',
      'PUT,POST,DELETE /v1_1/*/transformations/**',
    ],
    deny: ['GET,POST,PUT,DELETE /v1_1/provisioning/**'],
  },
  revocation: { page: 'console.cloudinary.com/settings/api-keys' },
  environment: ['CLOUDINARY_URL', 'CLOUDINARY_API_KEY', 'CLOUDINARY_API_SECRET', 'CLOUDINARY_CLOUD_NAME'],
};
