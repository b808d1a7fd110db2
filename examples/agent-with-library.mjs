// Without the token: Keyward makes the call. In a program of your own it is `import { createClient } from 'keyward'`.
import { createClient } from '../dist/index.js';
import { askAboutCustomer } from './support-agent.mjs';

const client = await createClient({
  auth: process.env.KEYWARD_SERVICE_ACCOUNT_TOKEN,
  integrationName: 'support-agent',
  integrationVersion: '1.0.0',
});

const answer = await askAboutCustomer(async (path) => {
  const response = await client.fetch('support/crm', new URL(path, process.env.CRM_URL ?? 'http://127.0.0.1:8799'));
  return response.json();
});
console.log(answer);
await client.close();
