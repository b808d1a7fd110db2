import { z } from 'zod';
import { defineCommand } from '../define-command.ts';
import { operatorSession } from '../owner/session.ts';
import { withRuntime } from '../owner/with-owner.ts';
import { answerApproval, findApproval } from './answer-approval.ts';

export const deny = defineCommand({
  about: [
    'Say no to one request of an agent. It is refused, and for a while the agent may not ask for that item again.',
    'Needs no key: a no only keeps something from being done.',
  ].join('\n'),
  arguments: [['<id>', 'as `keyward approvals list` shows it']],
  options: [{ flags: '--reason <text>', description: 'why, for the audit trail' }],
  examples: ["keyward deny 473zkp6yyhlgpgsjmn3chbqz5d --reason 'not before Monday'"],
  input: z.object({ id: z.string().min(1), reason: z.string().max(500).optional() }),
  run: async ({ id, reason }, context) =>
    withRuntime(context, async (runtime) => {
      const row = await findApproval(runtime, id);
      const session = operatorSession(runtime.config, runtime.random);
      return answerApproval(runtime, row, { yes: false, session, reason });
    }),
});
