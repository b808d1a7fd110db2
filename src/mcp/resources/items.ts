import type { FixedResource } from '../define-resource.ts';

const MAX_SHOWN = 200;

export const itemsResource: FixedResource = {
  uri: 'keyward://items',
  name: 'items',
  title: 'Usable credentials',
  description: 'The items you may use and where each may go, as list_items shows them. Never a value.',
  async read({ broker, call }) {
    const page = await broker.listItems(call, { limit: MAX_SHOWN });
    if (page.kind === 'refused') return page;
    // The rest is behind list_items, which can filter and page; a document cannot.
    return { kind: 'ok', document: { items: page.items, complete: page.nextCursor === undefined } };
  },
};
