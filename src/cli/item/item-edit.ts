import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import type { Binding } from '../../policy/index.ts';
import type { FieldDraft, ItemChange, ItemOverview } from '../../vault/index.ts';
import { changedBinding, newBinding } from './binding-from-flags.ts';
import { BINDING_OPTIONS, bindingFlags, type BindingFlagsGiven } from './binding-options.ts';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { itemDiff } from './item-diff.ts';
import { plainFields, requireFields } from './item-fields.ts';
import { itemJson } from '../terminal/present.ts';
import { fileFields, isGenerated, SECRET_OPTIONS, secretFields, secretFlags } from './secret-options.ts';
import { resolveItem } from './resolve-item.ts';
import { storedBinding } from './stored-binding.ts';
import { hasWeakSecret, WEAK_SECRET } from './weak-secret.ts';
import { withOwner } from '../owner/with-owner.ts';

const input = z.object({
  ...bindingFlags,
  ...secretFlags,
  item: z.string(),
  secret: z.boolean().default(false),
  unbind: z.boolean().default(false),
  title: z.string().optional(),
  username: z.string().optional(),
  category: z.string().optional(),
  tag: z.array(z.string()).optional(),
  field: z.array(z.string()).optional(),
  removeField: z.array(z.string()).optional(),
  yes: z.boolean().default(false),
});

type Edit = z.infer<typeof input>;

export const itemEdit = defineCommand({
  about: [
    'Change an item: each option replaces what the item has of it, the rest stays. What changes is shown as a diff,',
    'and at a terminal you are asked first. A running server follows the change on its next call.',
  ].join('\n'),
  arguments: [['<item>', 'title, id, or vault/title']],
  options: [
    ...BINDING_OPTIONS,
    { flags: '--unbind', description: 'take the binding away: no calls from then on' },
    ...SECRET_OPTIONS,
    { flags: '--secret', description: 'replace the secret, from stdin or a hidden prompt' },
    { flags: '--title <title>', description: 'a new title' },
    { flags: '--username <name>', description: "the user name, for --auth basic; '' for none" },
    { flags: '--category <name>', description: 'what kind of thing it is' },
    { flags: '--tag <name>', description: 'a tag; all of them are replaced', repeatable: true },
    { flags: '--field <name=value>', description: 'set a field that is no secret', repeatable: true },
    { flags: '--remove-field <id>', description: 'remove a field', repeatable: true },
    { flags: '--yes', description: 'do not ask at the terminal' },
  ],
  examples: [
    "keyward item edit ai-agents/anthropic --allow 'GET,POST /v1/messages' --allow 'GET /v1/models/**'",
    'printf %s "$NEW_KEY" | keyward item edit ai-agents/anthropic --secret',
    'keyward item edit ai-agents/anthropic --approval writes --yes',
  ],
  input,
  run: async (edit, context) =>
    withOwner(context, async (owner) => {
      const item = await resolveItem(await owner.vaults.openAll(), edit.item);
      const { id, title, version, vaultId, vaultName } = item;
      const binding = await editedBinding(item, edit);
      const change = await editedItem({ item, edit, binding, context });
      const diff = itemDiff({ item, change, binding });
      if (diff.length === 0) return { json: { ...itemJson(item), diff }, text: ['nothing to change'] };

      await showAndAsk(context, edit, diff);
      const edited = await owner.change(
        {
          type: 'item.edited',
          vault: { id: vaultId, name: vaultName },
          item: { id, title, version },
          detail: { diff },
        },
        {
          change: () => owner.vaults.updateItem(vaultId, id, change),
          describe: (after) => ({ item: { id, title: after.title, version: after.version } }),
        },
      );
      if (hasWeakSecret(binding ?? storedBinding(item), change.setFields ?? [])) context.terminal.say(WEAK_SECRET);
      const summary = `changed ${vaultName}/${edited.title}, now version ${edited.version}`;
      return { json: { ...itemJson(edited), diff }, text: [...(wasShown(context, edit) ? [] : diff), summary] };
    }),
});

/** `undefined`: as it was. `null`: taken away. */
async function editedBinding(item: ItemOverview, edit: Edit): Promise<Binding | null | undefined> {
  const flags = bindingFlagsOf(edit);
  const before = storedBinding(item);
  const after = before === undefined ? await newBinding(flags) : await changedBinding(before, flags);
  if (!edit.unbind) return after;
  if (after === undefined) return null;
  throw new KeywardError('CONFIG_INVALID', '--unbind takes the binding away: leave the options that change it out');
}

// By what is left over, so that a new option of a binding cannot be forgotten here.
function bindingFlagsOf(edit: Edit): BindingFlagsGiven {
  return z.object(bindingFlags).parse(edit);
}

interface Editing {
  readonly item: ItemOverview;
  readonly edit: Edit;
  readonly binding: Binding | null | undefined;
  readonly context: CommandContext;
}

async function editedItem({ item, edit, binding, context }: Editing): Promise<ItemChange> {
  const then = binding === undefined ? storedBinding(item) : (binding ?? undefined);
  const { title, category, tag: tags, removeField: removeFields } = edit;
  const setFields: FieldDraft[] = [...plainFields(edit.username, edit.field), ...(await fileFields(edit))];
  if (edit.secret || isGenerated(edit)) {
    const singleLine = then !== undefined && edit.type === 'concealed';
    const read = async () => context.terminal.readSecret(`New secret for ${item.title}`, { singleLine });
    setFields.push(...(await secretFields({ flags: edit, binding: then, title: item.title, read })));
  }
  const remaining = item.fieldIds.filter(({ id }) => removeFields?.includes(id) !== true);
  requireFields(then, [...remaining, ...setFields]);
  return {
    expectedVersion: item.version,
    ...(title === undefined ? {} : { title }),
    ...(category === undefined ? {} : { category }),
    ...(tags === undefined ? {} : { tags }),
    ...(binding === undefined ? {} : { binding, urls: binding?.origins ?? [] }),
    ...(setFields.length === 0 ? {} : { setFields }),
    ...(removeFields === undefined ? {} : { removeFields }),
  };
}

async function showAndAsk(context: CommandContext, edit: Edit, diff: readonly string[]): Promise<void> {
  if (!wasShown(context, edit)) return;
  for (const line of diff) context.terminal.say(line);
  await confirmUnlessYes(context, edit.yes, 'Make this change?');
}

function wasShown({ terminal }: CommandContext, { yes }: Edit): boolean {
  return terminal.canAsk && !yes;
}
