import { describeBinding, diffBindings, type Binding } from '../../policy/index.ts';
import type { ItemChange, ItemOverview } from '../../vault/index.ts';
import { storedBinding } from './stored-binding.ts';

interface Changed {
  readonly item: ItemOverview;
  readonly change: ItemChange;
  /** `null`: taken away. `undefined`: as it was. */
  readonly binding: Binding | null | undefined;
}

/** What a change does to an item, as lines beginning with `-` or `+`. Of values only that they change; empty for nothing. */
export function itemDiff({ item, change, binding }: Changed): readonly string[] {
  return [
    ...textDiff('title', item.title, change.title),
    ...textDiff('category', item.category, change.category),
    ...textDiff('tags', item.tags.join(', '), change.tags?.join(', ')),
    ...fieldDiff(item, change),
    ...(binding === undefined ? [] : bindingDiff(storedBinding(item), binding ?? undefined)),
  ];
}

function textDiff(name: string, before: string, after: string | undefined): readonly string[] {
  return after === undefined || after === before ? [] : [`- ${name}: ${before}`, `+ ${name}: ${after}`];
}

function fieldDiff({ fieldIds }: ItemOverview, { setFields = [], removeFields = [] }: ItemChange): readonly string[] {
  const known = new Set(fieldIds.map(({ id }) => id));
  return [
    ...removeFields.filter((id) => known.has(id)).map((id) => `- field: ${id}`),
    ...setFields.map(({ id }) => (known.has(id) ? `+ field: ${id} (new value)` : `+ field: ${id}`)),
  ];
}

function bindingDiff(before: Binding | undefined, after: Binding | undefined): readonly string[] {
  if (before !== undefined && after !== undefined) return diffBindings(before, after);
  return [
    ...(before === undefined ? [] : describeBinding(before).map((line) => `- ${line}`)),
    ...(after === undefined ? [] : describeBinding(after).map((line) => `+ ${line}`)),
  ];
}
