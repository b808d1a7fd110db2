import { z } from 'zod';
import { CONCEALED, KeywardError } from '../../core/index.ts';
import { revealField, type GrantedVaults, type ItemOverview } from '../../vault/index.ts';
import { bindingLines } from './binding-lines.ts';
import { defineCommand } from '../define-command.ts';
import { envLines, itemReferences } from './item-references.ts';
import type { Owner } from '../owner/open-owner.ts';
import { itemJson, shortTime } from '../terminal/present.ts';
import { resolveItem } from './resolve-item.ts';
import { storedBinding } from './stored-binding.ts';
import { pairs } from '../terminal/table.ts';
import { withOwner } from '../owner/with-owner.ts';

export const itemGet = defineCommand({
  about: [
    'Show one item. Its values are concealed. With --reveal they are shown, but only to a person: stdin and stdout',
    'must be a terminal, and the audit trail says that they were looked at.',
  ].join('\n'),
  arguments: [['<item>', 'title, id, or vault/title']],
  options: [
    { flags: '--reveal', description: 'show the values, at a terminal only' },
    { flags: '--format <format>', description: 'env: lines of an env file, with references; json: as --json' },
  ],
  examples: [
    'keyward item get ai-agents/anthropic',
    'keyward item get ai-agents/anthropic --reveal',
    'keyward item get deploy/database --format env >> .env',
  ],
  input: z.object({
    item: z.string(),
    reveal: z.boolean().default(false),
    format: z.enum(['env', 'json'], 'expected env or json').optional(),
  }),
  async run({ item: reference, reveal, format }, context) {
    if (reveal && !context.terminal.personPresent) {
      throw new KeywardError('CLI_TERMINAL_REQUIRED', 'values are revealed only to a person at a terminal');
    }
    return withOwner(context, async (owner) => {
      const vaults = await owner.vaults.openAll();
      const item = await resolveItem(vaults, reference);
      const values = reveal ? await revealValues(owner, vaults, item) : undefined;
      const references = itemReferences(item);
      const fields = item.fieldIds.map(({ id, label, type }) => ({
        id,
        label,
        type,
        value: values?.get(id) ?? CONCEALED,
        reference: references.get(id) ?? null,
      }));
      const json = { ...itemJson(item), fields };
      if (format === 'env') return { json, text: envLines(item) };
      return { json, text: format === 'json' ? JSON.stringify(json, null, 2).split('\n') : itemLines(item, fields) };
    });
  },
});

async function revealValues(
  owner: Owner,
  vaults: GrantedVaults,
  item: ItemOverview,
): Promise<ReadonlyMap<string, string>> {
  const { id, title, version, vaultId, vaultName } = item;
  return owner.change(
    { type: 'item.revealed', vault: { id: vaultId, name: vaultName }, item: { id, title, version } },
    {
      change: async () => new Map((await vaults.openFields(item)).map((field) => [field.id, revealField(field)])),
    },
  );
}

interface ShownField {
  readonly label: string;
  readonly type: string;
  readonly value: string;
}

function itemLines(item: ItemOverview, fields: readonly ShownField[]): readonly string[] {
  const facts = pairs([
    ['id', item.id],
    ['category', item.category],
    ...(item.tags.length === 0 ? [] : [['tags', item.tags.join(', ')] as const]),
    ['version', String(item.version)],
    ['created', `${shortTime(item.createdAt)} UTC`],
    ['updated', `${shortTime(item.updatedAt)} UTC`],
  ]);
  // A value of several lines, such as a private key, is shown as such.
  const values = fields.flatMap(({ label, type, value }) => [
    `  ${label} (${type}):`,
    ...value.split('\n').map((line) => `    ${line}`),
  ]);
  return [
    `${item.vaultName}/${item.title}`,
    ...facts,
    'fields',
    ...values,
    'binding',
    ...bindingLines(storedBinding(item)),
  ];
}
