import { z } from 'zod';
import { resolveAgent } from '../agent/resolve-agent.ts';
import { defineCommand } from '../define-command.ts';
import { withOwner } from '../owner/with-owner.ts';
import { resolveItem } from './resolve-item.ts';

export const itemUnlock = defineCommand({
  about: [
    'Let agents use an item again that was locked because its secret came back in too many answers. Look first at',
    '`keyward audit list --alerts`: a service that repeats the key is harmless, an agent that searches for it is not.',
  ].join('\n'),
  arguments: [['<item>', 'title, id, or vault/title']],
  options: [{ flags: '--agent <agent>', description: 'of this agent only, by name or id' }],
  examples: [
    'keyward item unlock ai-agents/anthropic',
    'keyward item unlock ai-agents/anthropic --agent claude-desktop',
  ],
  input: z.object({ item: z.string(), agent: z.string().optional() }),
  run: async ({ item: reference, agent: agentReference }, context) =>
    withOwner(context, async (owner) => {
      const item = await resolveItem(await owner.vaults.openAll(), reference);
      const agent = agentReference === undefined ? undefined : await resolveAgent(owner, agentReference);
      const { id, title, version, vaultId, vaultName } = item;
      const agents = await owner.change(
        {
          type: 'item.unlocked',
          vault: { id: vaultId, name: vaultName },
          item: { id, title, version },
          ...(agent && { agent: { id: agent.id, name: agent.name } }),
        },
        {
          change: () => owner.storage.usage.forgetReflections({ itemId: id, agentId: agent?.id }),
          describe: (freed) => ({ detail: { agents: freed } }),
        },
      );
      const text = agents === 0 ? `nothing was held against ${vaultName}/${title}` : `unlocked ${vaultName}/${title}`;
      return { json: { id, title, agents }, text: [text] };
    }),
});
