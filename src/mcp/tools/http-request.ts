import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { renderAnswer } from './render-answer.ts';
import { answerFields, bodyFields, requestFields } from './request-input.ts';
import { answerOutput } from './request-output.ts';

export const httpRequest = defineTool({
  name: 'http_request',
  title: 'Call an API with a credential',
  description:
    'Make an HTTP request that may change something (POST, PUT, PATCH, DELETE; also GET) with an item from ' +
    'list_items. Keyward adds the credential, sends the request and returns the cleaned answer; you never see the ' +
    'credential and must not try to place it. Only methods and URLs the item is bound to are allowed; ' +
    'explain_request tells beforehand. Redirects are followed only where the owner said so.',
  effect: 'writes-upstream',
  input: z.strictObject({
    ...requestFields,
    method: z.string().min(1).max(16).describe('GET, HEAD, POST, PUT, PATCH or DELETE.'),
    ...bodyFields,
    ...answerFields,
  }),
  output: answerOutput,
  handle: async (broker, context, input) => renderAnswer(await broker.call(context, input)),
});
