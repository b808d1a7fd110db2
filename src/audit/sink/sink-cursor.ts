import { open, readFile, rename } from 'node:fs/promises';
import { KeywardError } from '../../core/index.ts';

/** How far a sink has come: the last record that was taken. */
export interface SinkCursor {
  /** 0 at first. */
  load(): Promise<number>;
  /** Resolves when it is durable. */
  save(seq: number): Promise<void>;
}

/** A cursor in a file of its own. Throws `AUDIT_BROKEN` when the file holds something else. */
export function fileCursor(path: string): SinkCursor {
  return {
    async load() {
      const text = await readFile(path, 'utf8').catch(missingOrThrow);
      if (text === undefined) return 0;
      if (!/^[0-9]{1,15}\n$/.test(text))
        throw new KeywardError('AUDIT_BROKEN', 'the place a sink had come to cannot be read');
      return Number(text);
    },
    async save(seq) {
      const file = await open(`${path}.new`, 'w', 0o600);
      await file.writeFile(`${seq}\n`);
      await file.sync();
      await file.close();
      await rename(`${path}.new`, path);
    },
  };
}

function missingOrThrow(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
  throw error;
}
