import { z } from 'zod';
import { defineCommand } from '../define-command.ts';
import { vaultJson } from '../terminal/present.ts';
import { withOwner } from '../owner/with-owner.ts';

export const vaultCreate = defineCommand({
  about: 'Make a vault: a named set of items with its own key. Make one per class of agent.',
  arguments: [['<name>', 'what to call it; no slash']],
  examples: ['keyward vault create ai-agents', 'keyward vault create "deploy bots" --json'],
  input: z.object({ name: z.string() }),
  run: async ({ name }, context) =>
    withOwner(context, async (owner) => {
      const vault = await owner.change(
        { type: 'vault.created', detail: { name } },
        {
          change: () => owner.vaults.createVault(name),
          describe: ({ id }) => ({ vault: { id, name } }),
        },
      );
      return { json: vaultJson(vault), text: [`made the vault ${vault.name} (${vault.id})`] };
    }),
});
