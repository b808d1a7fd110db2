import { base64url, base64, text, oneOf, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const vault: Service = {
  id: 'vault',
  name: 'HashiCorp Vault / OpenBao',
  category: 'secrets',
  tokens: [
    shape({
      id: 'vault-token',
      label: 'HashiCorp Vault token',
      prefixes: ['hvs.', 'hvb.', 'hvr.'],
      parts: [base64url(24, 500)],
    }),
    shape({
      id: 'vault-legacy-token',
      label: 'HashiCorp Vault or OpenBao token, short prefix',
      keywords: ['vault_token', 'bao_token', 'x-vault-token'],
      parts: [oneOf('s.', 'b.', 'r.'), base64url(24, 500)],
    }),
    shape({
      id: 'vault-secret-id',
      label: 'HashiCorp Vault AppRole secret id',
      keywords: ['vault_secret_id', 'secret_id'],
      parts: [uuid()],
    }),
    shape({
      id: 'vault-unseal-key',
      label: 'HashiCorp Vault unseal key',
      keywords: ['unseal key'],
      parts: [base64(43), text('=')],
      minEntropy: 3.8,
    }),
  ],
  ownOrigin: {
    auth: 'header:x-vault-token',
    read: ['GET /v1/auth/token/lookup-self', 'GET /v1/sys/health', 'GET /v1/*/metadata/**'],
    write: ['POST,PUT,PATCH /v1/*/data/**', 'DELETE /v1/*/data/**', 'POST /v1/transit/encrypt/*'],
    deny: [
      'GET /v1/*/data/**',
      'POST /v1/auth/token/create/**',
      'GET,POST,PUT,DELETE /v1/sys/**',
      'POST /v1/auth/**',
      'GET /v1/*/creds/*',
      'POST /v1/pki/issue/*',
      'POST /v1/transit/decrypt/*',
      'GET /v1/transit/export/**',
    ],
    headers: ['x-vault-request', 'x-vault-namespace'],
  },
  environment: ['VAULT_TOKEN', 'VAULT_ADDR', 'VAULT_NAMESPACE', 'BAO_TOKEN', 'VAULT_ROLE_ID', 'VAULT_SECRET_ID'],
};
