import { base62 } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const cratesIo: Service = {
  id: 'crates-io',
  name: 'crates.io',
  category: 'registry',
  tokens: [
    shape({
      id: 'crates-io-token',
      label: 'crates.io API token',
      prefixes: ['cio'],
      parts: [base62(32)],
      minEntropy: 3.5,
    }),
    shape({
      id: 'crates-io-trusted-publishing-token',
      label: 'crates.io trusted publishing token',
      prefixes: ['cio_tp_'],
      parts: [base62(20, 512)],
    }),
  ],
  binding: {
    origins: ['https://crates.io'],
    auth: 'header:authorization',
    read: ['GET /api/v1/crates/**', 'GET /api/v1/summary'],
    write: ['PUT /api/v1/crates/new', 'DELETE /api/v1/crates/*/*/yank', 'PUT /api/v1/crates/*/*/unyank'],
    deny: [
      'PUT,DELETE /api/v1/crates/*/owners',
      'GET,PUT,DELETE /api/v1/me/tokens/**',
      'POST /api/v1/trusted_publishing/**',
      'DELETE /api/v1/crates/*',
    ],
  },
  identity: { method: 'GET', url: 'https://crates.io/api/v1/me' },
  environment: ['CARGO_REGISTRY_TOKEN', 'CARGO_REGISTRIES_CRATES_IO_TOKEN'],
};
