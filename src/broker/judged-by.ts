import { canonicalJson, sha256Hex, type JsonObject } from '../core/index.ts';
import type { Allowed, Binding } from '../policy/index.ts';

// A binding is read once for each version of an item, and hashed as often.
const digests = new WeakMap<Binding, string>();

/** What allowed a call, for its record: the rule, and the digest of the binding, which may be another one by the time it is read. */
export function judgedBy(binding: Binding, { rule: number }: Pick<Allowed, 'rule'>): JsonObject {
  const rule = binding.rules[number];
  const said = rule === undefined ? {} : { methods: [...rule.methods], path: rule.path };
  return { matched_rule: { number, ...said }, binding_digest: digestOf(binding) };
}

// Without what is undefined, which a digest must not depend on.
function plain(binding: Binding): JsonObject {
  const copy: JsonObject = JSON.parse(JSON.stringify(binding));
  return copy;
}

function digestOf(binding: Binding): string {
  const known = digests.get(binding) ?? sha256Hex(canonicalJson(plain(binding)));
  digests.set(binding, known);
  return known;
}
