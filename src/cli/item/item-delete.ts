import { z } from 'zod';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import { defineCommand } from '../define-command.ts';
import { assertItemExisted } from '../owner/assert-existed.ts';
import { resolveItem } from './resolve-item.ts';
import { withOwner } from '../owner/with-owner.ts';

export const itemDelete = defineCommand({
  about: 'Delete an item for good. Calls with it are refused from then on.',
  arguments: [['<item>', 'title, id, or vault/title']],
  options: [{ flags: '--yes', description: 'do not ask at the terminal' }],
  examples: ['keyward item delete ai-agents/anthropic'],
  input: z.object({ item: z.string(), yes: z.boolean().default(false) }),
  run: async ({ item: reference, yes }, context) =>
    withOwner(context, async (owner) => {
      const { id, title, version, vaultId, vaultName } = await resolveItem(await owner.vaults.openAll(), reference);
      await confirmUnlessYes(context, yes, `Delete ${vaultName}/${title} for good?`);
      await owner.change(
        { type: 'item.deleted', vault: { id: vaultId, name: vaultName }, item: { id, title, version } },
        { change: async () => assertItemExisted(await owner.vaults.deleteItem(vaultId, id)) },
      );
      return { json: { id, title, deleted: true }, text: [`deleted ${vaultName}/${title}`] };
    }),
});
