import { KeywardError } from '../core/index.ts';

/**
 * The latest version of each thing that was seen. A row that was once sealed opens for ever: the sender of rows could
 * send the one of last week, with the key that was replaced since. A client that has seen a later one does not take it.
 */
export interface VersionFloor {
  /** To be called before asking: answers come in any order. What it gives checks what was answered, and remembers it. */
  begin(): (id: string, version: number) => void;
}

export function createVersionFloor(): VersionFloor {
  const latest = new Map<string, number>();
  return {
    begin() {
      const before = new Map(latest);
      return (id, version) => {
        if (version < (before.get(id) ?? 0)) {
          throw new KeywardError('VAULT_RECORD_TAMPERED', 'the server sent an older version than before', {
            details: { id },
          });
        }
        latest.set(id, Math.max(version, latest.get(id) ?? 0));
      };
    },
  };
}
