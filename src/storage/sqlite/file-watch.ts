import { statSync } from 'node:fs';
import { KeywardError } from '../../core/index.ts';

/**
 * Holds open database files against what lies at their paths. A file that was removed, moved or replaced is still open here:
 * what is written to it is gone at the end, and what others change in the new one is never seen.
 */
export interface FileWatch {
  /** Remember which file it is now; the `-wal` beside it from the first look on. Call it before the file is opened. */
  pin(path: string): void;
  /** Throws `STORAGE_UNAVAILABLE` when one is another file by now. Costs one stat for each. */
  assertSame(): void;
}

export function createFileWatch(onReplaced: (path: string) => void): FileWatch {
  const pinned = new Map<string, string | undefined>();
  let isTold = false;
  return {
    pin(path) {
      pinned.set(path, identityOf(path));
      pinned.set(`${path}-wal`, undefined);
    },
    assertSame() {
      for (const [path, known] of pinned) {
        const found = identityOf(path);
        if (known === undefined) pinned.set(path, found);
        else if (found !== known) {
          if (!isTold) onReplaced(path);
          isTold = true;
          throw new KeywardError('STORAGE_UNAVAILABLE', 'a database file was moved or replaced while it was open');
        }
      }
      isTold = false;
    },
  };
}

function identityOf(path: string): string | undefined {
  // Inodes of some file systems do not fit a double.
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? undefined : `${stats.dev}/${stats.ino}`;
}
