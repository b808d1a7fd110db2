import { bindingSchema, type Binding } from '../policy/index.ts';
import type { ItemSummary } from '../secrets/index.ts';

// Reading a binding costs more than all the rest of a decision. A summary is never changed, so what was
// read from it holds for as long as it lives.
const read = new WeakMap<ItemSummary, Binding | 'none'>();

/** The binding of an item; undefined when it has none, or none that can be read. */
export function bindingOf(item: ItemSummary): Binding | undefined {
  let binding = read.get(item);
  if (binding === undefined) {
    const parsed = bindingSchema.safeParse(item.binding);
    binding = parsed.success ? parsed.data : 'none';
    read.set(item, binding);
  }
  return binding === 'none' ? undefined : binding;
}
