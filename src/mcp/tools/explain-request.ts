import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import { anyObject } from '../json-value.ts';
import { bodyFields, requestFields } from './request-input.ts';
import { ignoredArguments } from './request-output.ts';

export const explainRequest = defineTool({
  name: 'explain_request',
  title: 'Explain what would happen',
  description:
    'Ask whether a request would be allowed, without making it: allow, ask (a person must agree) or deny, with the ' +
    'reason and the nearest allowed shape. It uses the same rules as http_get and http_request.',
  effect: 'reads-keyward',
  input: z.strictObject({
    ...requestFields,
    method: z.string().min(1).max(16).describe('HTTP method of the request.'),
    ...bodyFields,
  }),
  output: z.object({
    decision: z.enum(['allow', 'ask', 'deny']).describe('What would happen.'),
    code: z.string().describe('Stable code of the decision.'),
    reason: z.string().describe('One sentence that says why.'),
    hint: z.string().optional().describe('What to do next.'),
    nearest: anyObject.optional().describe('The nearest shape that would be allowed.'),
    retry_after_s: z.int().optional().describe('Seconds after which the same call may pass.'),
    call_id: z.string().describe('Id of this question in the audit trail.'),
    ignored_arguments: ignoredArguments,
  }),
  handle: async (broker, context, input) => {
    const { kind, callId, retryAfterS, ...explanation } = await broker.explain(context, input);
    return {
      kind: 'ok',
      structured: {
        ...explanation,
        ...(retryAfterS === undefined ? {} : { retry_after_s: retryAfterS }),
        call_id: callId,
      },
    };
  },
});
