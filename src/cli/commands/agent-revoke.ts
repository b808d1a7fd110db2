import { z } from 'zod';
import { revokeAgent } from '../../identity/index.ts';
import { agentSubject } from '../agent-subject.ts';
import { defineCommand } from '../define-command.ts';
import { forgetKeptToken } from '../kept-token.ts';
import { withOwner } from '../with-owner.ts';

export const agentRevoke = defineCommand({
  about:
    'End an agent at once: its token is refused from the next call on, also by a running server, and cannot come back.',
  arguments: [['<agent>', 'name or id; the id also works when the record of the agent was tampered with']],
  examples: ['keyward agent revoke claude-desktop'],
  input: z.object({ agent: z.string() }),
  run: async ({ agent: reference }, context) =>
    withOwner(context, async (owner) => {
      const agent = await agentSubject(owner, reference);
      const { id } = await owner.change(
        { type: 'agent.revoked', agent },
        { change: () => revokeAgent(owner.agents, agent.id) },
      );
      await forgetKeptToken(owner, agent);
      return { json: { id, name: agent.name ?? null, revoked: true }, text: [`revoked the agent ${agent.name ?? id}`] };
    }),
});
