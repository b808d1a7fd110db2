import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { ignoredArguments } from './request-output.ts';

const itemOutput = z.object({
  id: z.string(),
  vault: z.string(),
  title: z.string(),
  category: z.string(),
  service: z.string().optional().describe('Known service, if any.'),
  origins: z.array(z.string()).describe('Where its secret may go.'),
  methods: z.array(z.string()).describe('Methods some rule allows.'),
  paths: z.array(z.string()).describe('Path globs some rule allows: * is one segment, ** any number.'),
  placement: z.string().describe('How Keyward places the secret.'),
  approval: z.string().describe('When a person is asked: never, writes, always or session.'),
  usable: z.boolean().describe('False when the item has no binding: it cannot be used over HTTP.'),
});

export const listItems = defineTool({
  name: 'list_items',
  title: 'List usable credentials',
  description:
    'List the items (credentials) you may use, with the URLs, methods and paths each is bound to. ' +
    'Values are never shown. Use the title or id with http_get, http_request or explain_request.',
  effect: 'reads-keyward',
  input: z.strictObject({
    filter: z.string().max(256).optional().describe('Only items whose title, vault, tag or origin contains this text.'),
    cursor: z.string().max(4_096).optional().describe('Where to go on, from next_cursor.'),
    limit: z.int().min(1).max(200).optional().describe('Items per page; 50 unless said otherwise.'),
  }),
  output: z.object({
    items: z.array(itemOutput).optional(),
    next_cursor: z.string().optional().describe('Present when there are more items.'),
    call_id: z.string().describe('Id of this call in the audit trail.'),
    code: z.string().optional(),
    reason: z.string().optional(),
    hint: z.string().optional(),
    ignored_arguments: ignoredArguments,
  }),
  handle: async (broker, context, input) => {
    const page = await broker.listItems(context, input);
    if (page.kind === 'refused') return page;
    const structured = { items: page.items, call_id: page.callId };
    return {
      kind: 'ok',
      structured: page.nextCursor === undefined ? structured : { ...structured, next_cursor: page.nextCursor },
    };
  },
});
