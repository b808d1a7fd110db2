import { z } from 'zod';
import { describeAuth } from '../../policy/index.ts';
import type { ItemOverview } from '../../vault/index.ts';
import { defineCommand } from '../define-command.ts';
import { itemJson } from '../terminal/present.ts';
import { resolveVault } from './resolve-item.ts';
import { storedBinding } from './stored-binding.ts';
import { table } from '../terminal/table.ts';
import { withOwner } from '../owner/with-owner.ts';

const HEADINGS = ['item', 'goes to', 'placed as', 'asks', 'id'];

export const itemList = defineCommand({
  about: 'List items, where each may go, how it is placed and when a person is asked. Never a value.',
  options: [{ flags: '--vault <vault>', description: 'only this vault; name or id' }],
  examples: ['keyward item list', 'keyward item list --vault ai-agents --json'],
  input: z.object({ vault: z.string().optional() }),
  run: async ({ vault }, context) =>
    withOwner(context, async (owner) => {
      const items =
        vault === undefined
          ? await (await owner.vaults.openAll()).list()
          : await owner.vaults.listItems((await resolveVault(owner, vault)).id);
      return {
        json: items.map(itemJson),
        text: table(HEADINGS, items.map(row), 'no items yet: store one with `keyward item create`'),
      };
    }),
});

function row(item: ItemOverview): readonly string[] {
  const binding = storedBinding(item);
  const name = `${item.vaultName}/${item.title}`;
  if (binding === undefined) return [name, 'nowhere', '', '', item.id];
  return [name, binding.origins.join(', '), describeAuth(binding.auth), binding.approval, item.id];
}
