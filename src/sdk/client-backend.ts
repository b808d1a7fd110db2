import type { Broker, CallContext, ListedItem, Reader } from '../broker/index.ts';
import type { ClientBackend } from './brokered-client.ts';
import { errorOf } from './error-of.ts';

const PAGE_SIZE = 200;

export interface BrokerDoorDeps {
  readonly broker: Broker;
  /** Opened when the first value is asked for. */
  readonly reader: () => Promise<Pick<Reader, 'resolve' | 'resolveAll' | 'vaults'>>;
}

/** The broker and the reader of this very process. */
export function clientBackend({ broker, reader }: BrokerDoorDeps): ClientBackend {
  return {
    call: async (context, input) => broker.call(context, input),
    listItems: async (context) => listAll(broker, context),
    async describeItem(context, location) {
      const described = await broker.describeItem(context, location);
      if (described.kind === 'refused') throw errorOf(described);
      return described.item;
    },
    async listVaults() {
      const listed = await (await reader()).vaults();
      if (listed.kind === 'unresolved') throw errorOf(listed);
      return listed.vaults;
    },
    resolve: async (reference) => (await reader()).resolve(reference),
    resolveAll: async (references) => (await reader()).resolveAll(references),
  };
}

async function listAll(broker: Broker, context: CallContext): Promise<readonly ListedItem[]> {
  const items: ListedItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await broker.listItems(context, { cursor, limit: PAGE_SIZE });
    if (page.kind === 'refused') throw errorOf(page);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}
