import { describeAuth } from '../outbound/index.ts';
import type { Binding } from '../policy/index.ts';
import type { ItemSummary } from '../secrets/index.ts';
import { bindingOf } from './binding-of.ts';

/** An item as its agent may see it: where its secret may go and how it is placed. Never a value. */
export type ListedItem = {
  readonly id: string;
  readonly vault: string;
  readonly title: string;
  readonly category: string;
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  readonly placement: string;
  readonly approval: string;
  readonly usable: boolean;
};

/** What one item says beyond a list: its tags, and each rule that allows something. */
export type ItemDetail = ListedItem & {
  readonly tags: readonly string[];
  readonly allows: readonly { readonly methods: readonly string[]; readonly path: string; readonly approval: string }[];
};

export function listedItem(item: ItemSummary): ListedItem {
  const { id, vaultName, title, category } = item;
  const binding = bindingOf(item);
  return { id, vault: vaultName, title, category, ...(binding === undefined ? UNBOUND : boundFacts(binding)) };
}

export function itemDetail(item: ItemSummary): ItemDetail {
  const binding = bindingOf(item);
  const allows = binding === undefined ? [] : allowingRules(binding);
  return { ...listedItem(item), tags: item.tags, allows };
}

const UNBOUND = { origins: [], methods: [], paths: [], placement: 'none', approval: 'never', usable: false } as const;

function boundFacts(binding: Binding): Omit<ListedItem, 'id' | 'vault' | 'title' | 'category'> {
  const allowing = allowingRules(binding);
  return {
    origins: binding.origins,
    methods: unique(allowing.flatMap((rule) => rule.methods)),
    paths: unique(allowing.map((rule) => rule.path)),
    placement: describeAuth(binding.auth),
    approval: unique(allowing.map((rule) => rule.approval)).join(', '),
    usable: true,
  };
}

function allowingRules({ rules, approval }: Binding): ItemDetail['allows'] {
  return rules
    .filter((rule) => rule.effect !== 'deny')
    .map((rule) => ({ methods: rule.methods, path: rule.path, approval: rule.approval ?? approval }));
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
