import { z } from 'zod';
import { parseDuration } from '../../core/index.ts';
import { rotateAgent } from '../../identity/index.ts';
import { EXPIRES_IN, expiresIn, tokenAnswer } from './agent-token-output.ts';
import { defineCommand } from '../define-command.ts';
import { replaceSavedToken } from './saved-token.ts';
import { resolveAgent } from './resolve-agent.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentRotate = defineCommand({
  about: [
    'Give an agent a new token and print it, this once. The token it had ends at once, also in a running server; with',
    '--overlap both work for so long, and then the old one ends. Task tokens go on to their own end. Where the token is',
    'stored on this machine for a client (`keyward connect`), the new one takes its place.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  options: [
    EXPIRES_IN,
    {
      flags: '--overlap <duration>',
      description: 'how long the old token goes on working: 1h, 10m; not at all when left out',
    },
  ],
  examples: ['keyward agent rotate claude-desktop --expires-in 30d', 'keyward agent rotate ci --overlap 1h'],
  input: z.object({ agent: z.string(), expiresIn, overlap: z.string().transform(parseDuration).optional() }),
  run: async ({ agent: reference, expiresIn: expiresInMs, overlap: overlapMs = 0 }, context) =>
    withOwner(context, async (owner) => {
      const { id, name } = await resolveAgent(owner, reference);
      const rotated = await owner.change(
        { type: 'agent.rotated', agent: { id, name }, detail: { overlap_ms: overlapMs } },
        { change: () => rotateAgent(owner.agents, id, { expiresInMs, overlapMs }) },
      );
      if (await replaceSavedToken(owner, rotated)) {
        context.terminal.say(`the token of ${name} that is stored on this machine was replaced too`);
      }
      return tokenAnswer(rotated);
    }),
});
