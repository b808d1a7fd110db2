const MAX_BATCH = 512;

interface Waiting<Item, Result> {
  readonly item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

export interface GroupCommit<Item, Result> {
  /** Resolves with this item's result once its batch is durable; rejects with what the batch failed with. */
  add(item: Item): Promise<Result>;
  /** Resolves when everything added so far has been settled. */
  drained(): Promise<void>;
}

/**
 * Lets concurrent callers share one durable commit: what arrives within one turn of the event loop,
 * or while a commit is under way, forms the next batch. Order of `add` is order of writing.
 *
 * `commit` answers one result per item, in order. A batch that fails affects no other.
 */
export function createGroupCommit<Item, Result>(
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
): GroupCommit<Item, Result> {
  const queue: Waiting<Item, Result>[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    await new Promise((next) => setImmediate(next));
    while (queue.length > 0) await settle(queue.splice(0, MAX_BATCH), commit);
    running = undefined;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        running ??= run();
      }),
    drained: async () => running,
  };
}

async function settle<Item, Result>(
  batch: readonly Waiting<Item, Result>[],
  commit: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<void> {
  try {
    const results = await commit(batch.map(({ item }) => item));
    for (const [index, result] of results.entries()) batch[index]?.resolve(result);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
