import { z } from 'zod';
import { rotateAgent } from '../../identity/index.ts';
import { EXPIRES_IN, expiresIn, tokenAnswer } from '../agent-token.ts';
import { defineCommand } from '../define-command.ts';
import { replaceKeptToken } from '../kept-token.ts';
import { resolveAgent } from '../resolve-agent.ts';
import { withOwner } from '../with-owner.ts';

export const agentRotate = defineCommand({
  about: [
    'Give an agent a new token and print it, this once. The token it had ends at once, also in a running server. Where',
    'it is kept on this machine for a client (`keyward connect`), the new one takes its place.',
  ].join('\n'),
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
      if (await replaceKeptToken(owner, rotated)) {
        context.terminal.say(`the token of ${name} that is kept on this machine was replaced too`);
      }
      return tokenAnswer(rotated);
    }),
});
