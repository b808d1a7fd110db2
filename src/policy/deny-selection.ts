import type { Binding } from './binding-schema.ts';
import { deny, type Denial } from './denial.ts';
import { NAMED_METHODS } from './judge-method.ts';
import { formatRule } from './parse-rule.ts';
import type { Rule } from './rule-schema.ts';
import type { Selection } from './select-rule.ts';

const MAX_SHOWN = 8;

/** Say why no rule speaks for a request, and what the rules would allow. */
export function denySelection(selection: Exclude<Selection, { kind: 'rule' }>, binding: Binding): Denial {
  switch (selection.kind) {
    case 'denied':
      return deny('POLICY_PATH_NOT_ALLOWED', 'a rule of this item denies that method and path', {
        rules: shown(binding.rules),
      });
    case 'no-path':
      return deny('POLICY_PATH_NOT_ALLOWED', 'no rule of this item covers that path', { rules: shown(binding.rules) });
    case 'no-encoded':
      return deny(
        'POLICY_PATH_REFUSED',
        'a segment of the path holds encoded text, which the rule for that path does not take: its owner writes it with `*%`',
        { rules: shown(binding.rules) },
      );
    case 'no-method':
      return deny('POLICY_METHOD_NOT_ALLOWED', 'no rule of this item allows that method on that path', {
        methods: NAMED_METHODS.filter((method) => selection.rules.some((rule) => rule.methods.includes(method))),
      });
    case 'no-body':
      return deny('POLICY_BODY_NOT_ALLOWED', 'the JSON body does not meet the conditions of this item', {
        body: { kinds: ['json'], json: selection.rules.map((rule) => rule.body?.json ?? []).slice(0, MAX_SHOWN) },
      });
  }
}

function shown(rules: readonly Rule[]): readonly string[] {
  return rules.slice(0, MAX_SHOWN).map(formatRule);
}
