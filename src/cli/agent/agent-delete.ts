import { z } from 'zod';
import { isKeywardError } from '../../core/index.ts';
import { deleteAgent } from '../../identity/index.ts';
import { agentSubject } from './agent-subject.ts';
import { defineCommand } from '../define-command.ts';
import { forgetSavedToken } from './saved-token.ts';
import { withOwner } from '../owner/with-owner.ts';

export const agentDelete = defineCommand({
  about: [
    'Delete an agent with its tokens, grants and sealed keys. Its calls end as with `keyward agent revoke`; nothing of it',
    'stays but its records in the audit trail. For hooks that clean up: with --if-exists one that is gone already is fine.',
  ].join('\n'),
  arguments: [['<agent>', 'name or id']],
  options: [{ flags: '--if-exists', description: 'end well when there is no such agent' }],
  examples: ['keyward agent delete ci-4711', 'keyward agent delete ci-4711 --if-exists --json'],
  input: z.object({ agent: z.string(), ifExists: z.boolean().default(false) }),
  run: async ({ agent: reference, ifExists }, context) =>
    withOwner(context, async (owner) => {
      try {
        const agent = await agentSubject(owner, reference);
        await owner.change({ type: 'agent.deleted', agent }, { change: () => deleteAgent(owner.agents, agent.id) });
        await forgetSavedToken(owner, agent);
        const { id, name } = agent;
        return { json: { id, name: name ?? null, deleted: true }, text: [`deleted the agent ${name ?? id}`] };
      } catch (error) {
        if (!ifExists || !isKeywardError(error, 'IDENTITY_AGENT_NOT_FOUND')) throw error;
        return { json: { id: null, name: reference, deleted: false }, text: ['agent not found'] };
      }
    }),
});
