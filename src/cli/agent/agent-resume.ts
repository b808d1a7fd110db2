import { z } from 'zod';
import { resumeAgent } from '../../identity/index.ts';
import { defineCommand } from '../define-command.ts';
import { resolveAgent } from './resolve-agent.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentResume = defineCommand({
  about: [
    'Let an agent go on that was suspended or slowed down because it behaved unusually: see `keyward audit list --alerts`.',
    'Its token is good again from the next call on, also in a running server. If it may have leaked, `agent rotate` first.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  examples: ['keyward agent resume claude-desktop'],
  input: z.object({ agent: z.string() }),
  run: async ({ agent: reference }, context) =>
    withOwner(context, async (owner) => {
      const { id, name } = await resolveAgent(owner, reference);
      const resumed = await owner.change(
        { type: 'agent.resumed', agent: { id, name } },
        { change: () => resumeAgent(owner.agents, id), describe: (changed) => ({ detail: { changed } }) },
      );
      return {
        json: { id, name, resumed },
        text: [resumed ? `resumed the agent ${name}` : `the agent ${name} was neither suspended nor slowed down`],
      };
    }),
});
