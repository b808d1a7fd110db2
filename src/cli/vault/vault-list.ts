import { z } from 'zod';
import { defineCommand } from '../define-command.ts';
import { shortTime, vaultJson } from '../terminal/present.ts';
import { table } from '../terminal/table.ts';
import { withOwner } from '../owner/with-owner.ts';

export const vaultList = defineCommand({
  examples: ['keyward vault list', 'keyward vault list --json'],
  input: z.object({}),
  run: async (_input, context) =>
    withOwner(context, async ({ vaults }) => {
      const found = await vaults.listVaults();
      const rows = found.map(({ id, name, itemCount, createdAt }) => [
        name,
        String(itemCount),
        shortTime(createdAt),
        id,
      ]);
      return {
        json: found.map(vaultJson),
        text: table(
          ['name', 'items', 'created (UTC)', 'id'],
          rows,
          'no vaults yet: make one with `keyward vault create`',
        ),
      };
    }),
});
