// With the token in its environment: from .env, or from `keyward run`.
import { askAboutCustomer } from './support-agent.mjs';

const { CRM_URL, CRM_TOKEN } = process.env;

const answer = await askAboutCustomer(async (path) => {
  const response = await fetch(new URL(path, CRM_URL), { headers: { authorization: `Bearer ${CRM_TOKEN}` } });
  return response.json();
});
console.log(answer);
if (process.argv.includes('--debug')) console.log(`sent: Bearer ${CRM_TOKEN}`);
