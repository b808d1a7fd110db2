import { hex, base64url, text, uuid, characters } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const mongodbAtlas: Service = {
  id: 'mongodb-atlas',
  name: 'MongoDB Atlas Administration API',
  category: 'database',
  tokens: [
    shape({
      id: 'mongodb-atlas-service-account-secret',
      label: 'MongoDB Atlas Administration API service account secret',
      prefixes: ['mdb_sa_sk_'],
      parts: [base64url(40)],
    }),
    publicShape({
      id: 'mongodb-atlas-service-account-id',
      label: 'MongoDB Atlas Administration API service account id',
      prefixes: ['mdb_sa_id_'],
      parts: [hex(24)],
    }),
    shape({
      id: 'mongodb-atlas-private-api-key',
      label: 'MongoDB Atlas Administration API private API key',
      keywords: ['mongodb_atlas_private_key', 'mcli_private_api_key'],
      parts: [uuid()],
    }),
    shape({
      id: 'mongodb-connection-string',
      label: 'MongoDB connection string with a password',
      prefixes: ['mongodb+srv://', 'mongodb://'],
      parts: [
        characters('[A-Za-z0-9._%+-]', 1, 64),
        text(':'),
        characters('[A-Za-z0-9._~%!&*()+,;=-]', 3, 128),
        text('@'),
        characters('[A-Za-z0-9.:,_-]', 3, 512),
      ],
    }),
  ],
  notBound: 'the credential is exchanged for tokens first',
  identity: { method: 'GET', url: 'https://cloud.mongodb.com/api/atlas/v2' },
  revocation: { page: 'a secret: DELETE /api/atlas/v2/orgs/{orgId}/serviceAccounts/{clientId}/secrets/{secretId}' },
  environment: [
    'MONGODB_ATLAS_CLIENT_ID',
    'MONGODB_ATLAS_CLIENT_SECRET',
    'MONGODB_ATLAS_PUBLIC_KEY',
    'MONGODB_ATLAS_PRIVATE_KEY',
    'MONGODB_URI',
  ],
};
