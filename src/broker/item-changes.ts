import { canonicalJson, isKeywardError, sha256Hex, type Logger } from '../core/index.ts';
import { listAll, type ItemSummary, type ReadStore } from '../secrets/index.ts';
import type { Caller } from './caller.ts';

// A look costs microseconds while nothing changed. PeriodicTasks the files instead misses changes on some file systems.
const LOOK_EVERY_MS = 1_000;

export interface WatchDeps {
  readonly caller: Caller;
  readonly logger: Logger;
  readonly everyMs?: number;
}

/**
 * Call `listener` whenever another process changed what the caller may use. Answers how to stop. It does not keep the
 * process running.
 */
export function onItemChanges(
  { caller, logger, everyMs = LOOK_EVERY_MS }: WatchDeps,
  listener: () => void,
): () => void {
  const watch = createItemWatch(caller);
  let isLooking = false;
  let isOver = false;
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    try {
      if ((await watch.changed()) && !isOver) listener();
    } catch (error) {
      // A look under way when the database is closed.
      if (isOver) return;
      const code = isKeywardError(error) ? error.code : 'INTERNAL';
      logger.warn({ code }, 'could not tell whether items changed');
    } finally {
      isLooking = false;
    }
  };
  void look();
  const timer = setInterval(() => void look(), everyMs).unref();
  return () => {
    isOver = true;
    clearInterval(timer);
  };
}

/** Notices that what a caller may use has changed: items, bindings, grants, its own standing. */
export interface ItemWatch {
  /** True when something changed since it was last asked; the first answer is false. It tells nothing of what. */
  changed(): Promise<boolean>;
}

/** Asking is cheap while nothing in the database changed. It leaves no record: nothing is shown. */
export function createItemWatch(caller: Caller): ItemWatch {
  let store: ReadStore | undefined;
  let seen: string | undefined;
  return {
    async changed() {
      const identified = await caller.identify();
      const current = identified.kind === 'agent' ? identified.store : undefined;
      // The caller gives the same store for as long as no process changes the database.
      if (seen !== undefined && current === store) return false;
      store = current;
      const now = current === undefined ? 'unknown' : fingerprint(await listAll(current));
      const hasChanged = seen !== undefined && seen !== now;
      seen = now;
      return hasChanged;
    },
  };
}

function fingerprint(items: readonly ItemSummary[]): string {
  const facts = items.map(({ id, vaultName, version }) => [id, vaultName, version ?? null]);
  return sha256Hex(canonicalJson(facts.toSorted((a, b) => (String(a) < String(b) ? -1 : 1))));
}
