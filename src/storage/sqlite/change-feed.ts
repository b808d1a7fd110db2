import type { ChangeFeed } from '../../core/index.ts';

const LOOK_EVERY_MS = 1_000;

export interface ChangeSource {
  /** A number that moves with the commits of other connections; undefined while it cannot be told. Throws when closed. */
  readForeign(): number | undefined;
}

export interface OwnChangeFeed extends ChangeFeed {
  /** To be called after every commit of this connection. */
  committed(): void;
  close(): void;
}

/** SQLite does not announce commits: listeners hear of their own at once, and of others by a look each second. */
export function createChangeFeed({ readForeign }: ChangeSource): OwnChangeFeed {
  const listeners = new Set<() => void>();
  let own = 0;
  let timer: NodeJS.Timeout | undefined;
  // A locked file counts as changed: what is cached is read again, and waits there.
  const current = (): string => String((readForeign() ?? (own += 1)) + own);
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };
  return {
    version: async () => current(),
    subscribe(listener) {
      const entry = (): void => listener();
      listeners.add(entry);
      timer ??= watchForeign(readForeign, tell);
      return () => {
        listeners.delete(entry);
        if (listeners.size === 0) stop();
      };
    },
    committed() {
      own += 1;
      tell();
    },
    close() {
      listeners.clear();
      stop();
    },
  };
}

function watchForeign(readForeign: ChangeSource['readForeign'], tell: () => void): NodeJS.Timeout {
  let seen = readForeign();
  const look = (): void => {
    const now = readForeign();
    if (now === undefined || now === seen) return;
    seen = now;
    tell();
  };
  return setInterval(look, LOOK_EVERY_MS).unref();
}
