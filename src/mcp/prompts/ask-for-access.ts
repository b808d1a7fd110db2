import { z } from 'zod';
import { definePrompt } from '../define-prompt.ts';

export const askForAccess = definePrompt({
  name: 'ask_for_access',
  title: 'Ask for access',
  description: 'Find out what is missing for a request, and ask its owner for exactly that.',
  args: z.strictObject({
    item: z.string().min(1).max(256).describe('The credential or the service that is needed.'),
    purpose: z.string().max(4_000).optional().describe('What it is needed for.'),
  }),
  write: ({ item, purpose }) =>
    [
      `I need access through Keyward to ${JSON.stringify(item)}${purpose === undefined ? '' : `, for this: ${purpose}`}.`,
      '',
      '1. Call list_items to see whether there is such an item, and what it is bound to.',
      '2. If there is, call explain_request with the request that is needed; its answer names what is missing.',
      '3. Ask for the least that does: one origin, the methods and paths needed, read-only where reading is enough.',
      '   With the tool request_access if you have it; else write down for me the command of the owner,',
      '   `keyward item edit VAULT/ITEM --allow "METHODS PATH"`, or `keyward item create` where there is no item yet.',
      '',
      'Do not try other items or other ways in meanwhile, and never ask for the secret itself.',
    ].join('\n'),
});
