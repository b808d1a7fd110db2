import type { ResourceFamily } from '../define-resource.ts';

export const itemResource: ResourceFamily<'vault' | 'item'> = {
  prefix: 'keyward://items/',
  parts: ['vault', 'item'],
  name: 'item',
  title: 'One credential',
  description: 'One item: its origins, rules, placement, and when a person is asked. Never a value.',
  async read({ broker, call }, { vault, item }) {
    const described = await broker.describeItem(call, { vault, item });
    return described.kind === 'refused' ? described : { kind: 'ok', document: described.item };
  },
};
