import { bindingSchema, type Binding } from '../../policy/index.ts';
import type { ItemOverview } from '../../vault/index.ts';

/** The binding of a stored item; `undefined` when it has none, or none this version can read: then it allows nothing. */
export function storedBinding({ binding }: ItemOverview): Binding | undefined {
  return binding === undefined ? undefined : bindingSchema.safeParse(binding).data;
}
