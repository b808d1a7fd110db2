/** Lets one holder in at a time, in the order of arrival. */
export interface Mutex {
  acquire(): Promise<void>;
  release(): void;
}

export function createMutex(): Mutex {
  const waiting: (() => void)[] = [];
  let busy = false;
  return {
    acquire: () => {
      if (busy) return new Promise((resolve) => waiting.push(resolve));
      busy = true;
      return Promise.resolve();
    },
    release: () => {
      const next = waiting.shift();
      if (next === undefined) busy = false;
      else next();
    },
  };
}
