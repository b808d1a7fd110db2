import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { renderAnswer } from './render-answer.ts';
import { answerFields, requestFields } from './request-input.ts';
import { answerOutput } from './request-output.ts';

export const httpGet = defineTool({
  name: 'http_get',
  title: 'Read with a credential',
  description:
    'Make a GET or HEAD request with an item from list_items. Keyward adds the credential, sends the request ' +
    'and returns the cleaned answer; you never see the credential and must not try to place it. ' +
    'Only URLs the item is bound to are allowed. Redirects are followed only where the owner said so.',
  effect: 'reads-upstream',
  input: z.strictObject({
    ...requestFields,
    method: z.enum(['GET', 'HEAD']).optional().describe('GET unless said otherwise.'),
    ...answerFields,
  }),
  output: answerOutput,
  handle: async (broker, context, input) =>
    renderAnswer(await broker.call(context, { ...input, method: input.method ?? 'GET' })),
});
