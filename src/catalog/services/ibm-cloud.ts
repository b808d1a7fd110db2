import { base64url } from '../parts.ts';
import type { Service } from '../service.ts';
import { shape } from '../shape.ts';

export const ibmCloud: Service = {
  id: 'ibm-cloud',
  name: 'IBM Cloud',
  category: 'cloud',
  tokens: [
    shape({
      id: 'ibm-cloud-api-key',
      label: 'IBM Cloud API key',
      keywords: ['ibmcloud_api_key', 'ibm_cloud_api_key', 'watsonx_apikey'],
      parts: [base64url(42, 44)],
      minEntropy: 3.2,
    }),
  ],
  notBound: 'the credential is exchanged for tokens first',
  identity: { method: 'GET', url: 'https://iam.cloud.ibm.com/v1/apikeys/details' },
  environment: ['IBMCLOUD_API_KEY', 'IBM_CLOUD_API_KEY', 'IC_API_KEY', 'WATSONX_APIKEY'],
};
