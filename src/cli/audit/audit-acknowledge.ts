import { z } from 'zod';
import { acknowledgeAlert } from '../../detection/index.ts';
import { defineCommand } from '../define-command.ts';
import { operatorSession } from '../owner/session.ts';
import { withRuntime } from '../owner/with-owner.ts';

export const auditAcknowledge = defineCommand({
  about: [
    'Say that you have looked at an alert: it is left out of `audit list --alerts` from then on. That you did is a record too.',
    'It lifts no suspension: `keyward agent resume` does. Needs no key.',
  ].join('\n'),
  arguments: [['<alert>', 'id of the alert, as `audit list --alerts` shows it']],
  examples: ['keyward audit acknowledge 473zkp6yyhlgpgsjmn3chbqz5d'],
  input: z.object({ alert: z.string().min(1) }),
  run: async ({ alert }, context) =>
    withRuntime(context, async ({ config, storage, trail, random }) => {
      const session = operatorSession(config, random);
      await acknowledgeAlert({ store: storage.audit, trail, session: { ...session } }, alert);
      return { json: { id: alert, acknowledged: true }, text: [`acknowledged ${alert}`] };
    }),
});
