import { sha256Hex, type JsonObject } from '../core/index.ts';
import type { Allowed, Binding } from '../policy/index.ts';

// A binding is read once for each version of an item, and hashed as often.
const digests = new WeakMap<Binding, string>();

/** What allowed a call, for its record: the rule, and the digest of the binding, which may be another one by the time it is read. */
export function judgedBy(binding: Binding, { rule: number }: Pick<Allowed, 'rule'>): JsonObject {
  const rule = binding.rules[number];
  const said = rule === undefined ? {} : { methods: [...rule.methods], path: rule.path };
  return { matched_rule: { number, ...said }, binding_digest: digestOf(binding) };
}

// Members keep the order of the schema that read it, whatever order was stored.
function digestOf(binding: Binding): string {
  const known = digests.get(binding) ?? sha256Hex(JSON.stringify(binding));
  digests.set(binding, known);
  return known;
}
