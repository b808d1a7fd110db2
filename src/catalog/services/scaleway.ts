import { upper36, uuid } from '../parts.ts';
import type { Service } from '../service.ts';
import { publicShape, shape } from '../shape.ts';

export const scaleway: Service = {
  id: 'scaleway',
  name: 'Scaleway',
  category: 'cloud',
  tokens: [
    shape({
      id: 'scaleway-secret-key',
      label: 'Scaleway secret key',
      keywords: ['scw_secret_key', 'scaleway'],
      parts: [uuid()],
    }),
    publicShape({ id: 'scaleway-access-key', label: 'Scaleway access key', prefixes: ['SCW'], parts: [upper36(17)] }),
  ],
  binding: {
    origins: ['https://api.scaleway.com'],
    auth: 'header:x-auth-token',
    read: ['GET /instance/v1/**', 'GET /account/v3/**', 'GET /domain/v2beta1/**'],
    write: ['POST,PATCH,DELETE /instance/v1/**', 'PATCH /domain/v2beta1/dns-zones/*/records'],
    deny: [
      'POST,PATCH,DELETE /iam/v1alpha1/**',
      'GET /secret-manager/v1beta1/regions/*/secrets/*/versions/*/access',
      'GET /k8s/v1/regions/*/clusters/*/kubeconfig',
    ],
  },
  environment: ['SCW_SECRET_KEY', 'SCW_ACCESS_KEY', 'SCW_DEFAULT_PROJECT_ID'],
};
