import { z } from 'zod';
import { parseDuration } from '../../core/index.ts';
import { expireAgent } from '../../identity/index.ts';
import { defineCommand } from '../define-command.ts';
import { isoTime, shortTime } from '../terminal/present.ts';
import { resolveAgent } from './resolve-agent.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentExpire = defineCommand({
  about: [
    'Have every token of an agent end now, or after --in. Nothing is made longer by it. The agent stays, with its',
    'grants: `keyward agent rotate` gives it a new token.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  options: [{ flags: '--in <duration>', description: 'then, and not at once: 30d, 12h, 90m' }],
  examples: ['keyward agent expire ci', 'keyward agent expire ci --in 1h'],
  input: z.object({ agent: z.string(), in: z.string().transform(parseDuration).optional() }),
  run: async ({ agent: reference, in: inMs = 0 }, context) =>
    withOwner(context, async (owner) => {
      const { id, name } = await resolveAgent(owner, reference);
      const at = owner.clock.now() + inMs;
      const { expiresAt } = await owner.change(
        { type: 'agent.expired', agent: { id, name }, detail: { at: isoTime(at) } },
        { change: () => expireAgent(owner.agents, id, { at }) },
      );
      return {
        json: { id, name, expires_at: isoTime(expiresAt) },
        text: [`the tokens of the agent ${name} end at ${shortTime(expiresAt)} UTC`],
      };
    }),
});
