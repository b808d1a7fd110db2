import { z } from 'zod';
import { defineCommand } from '../define-command.ts';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import { resolveVault } from '../item/resolve-item.ts';
import { withOwner } from '../owner/with-owner.ts';
import { vaultGone } from '../owner/assert-existed.ts';

export const vaultDelete = defineCommand({
  about: 'Delete a vault for good, with every grant to it. With --force also when it still has items.',
  arguments: [['<vault>', 'name or id']],
  options: [
    { flags: '--force', description: 'delete its items too' },
    { flags: '--yes', description: 'do not ask at the terminal' },
  ],
  examples: ['keyward vault delete old-bots', 'keyward vault delete old-bots --force --yes'],
  input: z.object({ vault: z.string(), force: z.boolean().default(false), yes: z.boolean().default(false) }),
  run: async ({ vault: reference, force, yes }, context) =>
    withOwner(context, async (owner) => {
      const vault = await resolveVault(owner, reference);
      const { id, name, itemCount } = vault;
      await confirmUnlessYes(context, yes, `Delete the vault ${name} for good (items: ${itemCount})?`);
      await owner.change(
        { type: 'vault.deleted', vault: { id, name }, detail: { items: itemCount } },
        { change: async () => vaultGone(await owner.vaults.deleteVault(id, { force })) },
      );
      return { json: { id, name, deleted: true }, text: [`deleted the vault ${name}`] };
    }),
});
