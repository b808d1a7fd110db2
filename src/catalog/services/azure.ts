import { digits, base64url, base64, dotted, text, optional } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const azure: Service = {
  id: 'azure',
  name: 'Microsoft Azure and Entra ID',
  category: 'cloud',
  tokens: [
    shape({
      id: 'azure-client-secret',
      label: 'Microsoft Entra client secret',
      before: [base64url(3), digits(1)],
      holds: 'Q~',
      parts: [dotted(31, 34)],
    }),
    shape({
      id: 'azure-storage-key',
      label: 'Azure storage account key',
      keywords: ['accountkey=', 'azure_storage'],
      parts: [base64(86), text('==')],
      minEntropy: 4,
    }),
    shape({
      id: 'azure-shared-access-key',
      label: 'Azure Service Bus, Event Hubs or IoT key',
      keywords: ['sharedaccesskey='],
      parts: [base64(43), text('=')],
      minEntropy: 3.8,
    }),
    shape({
      id: 'azure-app-configuration-secret',
      label: 'Azure App Configuration secret',
      keywords: ['.azconfig.io'],
      parts: [base64(35, 99), text('=')],
      minEntropy: 3.8,
    }),
    shape({
      id: 'azure-sas-signature',
      label: 'Azure shared access signature',
      keywords: ['&se=', 'sv=20'],
      parts: [base64(40, 44), optional(text('%3D')), optional(text('='))],
      minEntropy: 3.8,
    }),
  ],
  notBound: 'the credential is exchanged for tokens first',
  identity: { method: 'GET', url: 'https://management.azure.com/subscriptions?api-version=2022-12-01' },
  environment: [
    'AZURE_CLIENT_ID',
    'AZURE_CLIENT_SECRET',
    'AZURE_TENANT_ID',
    'ARM_CLIENT_SECRET',
    'AZURE_STORAGE_CONNECTION_STRING',
    'AZURE_STORAGE_KEY',
  ],
};
