import { z } from 'zod';
import { defineCommand } from '../define-command.ts';
import { resolveVault } from '../item/resolve-item.ts';
import { rotateVault } from '../owner/rotate-vault.ts';
import { withOwner } from '../owner/with-owner.ts';

export const vaultRotate = defineCommand({
  about: [
    'Give a vault a new key: everything in it is sealed anew, in one step, and agents that may use it go on. A holder of',
    'the old key, with a copy of the database, can open nothing that is written from now on.',
  ].join('\n'),
  arguments: [['<vault>', 'name or id']],
  examples: ['keyward vault rotate ai-agents'],
  input: z.object({ vault: z.string() }),
  run: async ({ vault: reference }, context) =>
    withOwner(context, async (owner) => {
      const { id, name } = await resolveVault(owner, reference);
      const keyVersion = await rotateVault(owner, { id, name });
      return {
        json: { id, name, key_version: keyVersion },
        text: [`the vault ${name} has a new key (version ${String(keyVersion)})`],
      };
    }),
});
