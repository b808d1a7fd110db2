import type { Service } from '../service.ts';

export const snowflake: Service = {
  id: 'snowflake',
  name: 'Snowflake',
  category: 'database',
  tokens: [],
  sharedShapes: ['jwt', 'private-key'],
  notBound: 'the API wants several credentials at once',
  revocation: { page: 'SQL: ALTER USER name REMOVE PROGRAMMATIC ACCESS TOKEN token_name' },
  environment: [
    'SNOWFLAKE_ACCOUNT',
    'SNOWFLAKE_USER',
    'SNOWFLAKE_PASSWORD',
    'SNOWFLAKE_TOKEN',
    'SNOWFLAKE_PRIVATE_KEY',
  ],
};
