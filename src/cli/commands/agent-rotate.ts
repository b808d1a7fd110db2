import { z } from 'zod';
import { rotateAgent } from '../../identity/index.ts';
import { EXPIRES_IN, expiresIn, tokenAnswer } from '../agent-token.ts';
import { defineCommand } from '../define-command.ts';
import { resolveAgent } from '../resolve-agent.ts';
import { withOwner } from '../with-owner.ts';

export const agentRotate = defineCommand({
  about: 'Give an agent a new token and print it, this once. The token it had ends at once, also in a running server.',
  arguments: [['<agent>', 'name or id']],
  options: [EXPIRES_IN],
  examples: ['keyward agent rotate claude-desktop --expires-in 30d'],
  input: z.object({ agent: z.string(), expiresIn }),
  run: async ({ agent: reference, expiresIn: expiresInMs }, context) =>
    withOwner(context, async (owner) => {
      const { id, name } = await resolveAgent(owner, reference);
      const rotated = await owner.change(
        { type: 'agent.rotated', agent: { id, name } },
        { change: () => rotateAgent(owner.agents, id, { expiresInMs }) },
      );
      return tokenAnswer(rotated);
    }),
});
