import type { Skipped } from '../finding.ts';
import { ended, startGit, type Repository } from './git.ts';

const MAX_BLOB_BYTES = 64 * 1024 * 1024;

export interface Blob {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Blobs of a repository, each once, in whatever order git has them at hand: those named, or every one there is,
 * dangling ones too. `nameOf` names one that is too large or missing.
 */
export async function* readBlobs(
  repository: Repository,
  ids: readonly string[] | 'all',
  nameOf: (id: string) => string,
): AsyncGenerator<Blob | Skipped> {
  const which = ids === 'all' ? ['--batch-all-objects', '--unordered'] : [];
  const child = startGit(repository, ['cat-file', '--batch', '--buffer', ...which]);
  const end = ended(child);
  end.catch(() => undefined);
  child.stdin.end(ids === 'all' ? '' : ids.map((id) => `${id}\n`).join(''));
  const stream = createByteReader(child.stdout);
  for (let header = await stream.line(); header !== undefined; header = await stream.line()) {
    const [id = '', type = '', size = ''] = header.split(' ');
    if (type === 'missing') {
      yield { file: nameOf(id), skipped: 'its content is not in this clone' };
      continue;
    }
    const length = Number(size);
    if (type !== 'blob' || length > MAX_BLOB_BYTES) {
      await stream.skip(length + 1);
      if (type === 'blob') yield { file: nameOf(id), skipped: 'larger than 64 MiB' };
      continue;
    }
    const bytes = await stream.take(length);
    await stream.skip(1);
    yield { id, bytes };
  }
  await end;
}

interface ByteReader {
  line(): Promise<string | undefined>;
  take(length: number): Promise<Buffer>;
  skip(length: number): Promise<void>;
}

function createByteReader(stream: AsyncIterable<unknown>): ByteReader {
  const chunks: AsyncIterator<unknown, unknown> = stream[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const { value, done } = await chunks.next();
    if (done === true || !Buffer.isBuffer(value)) return false;
    rest = value;
    return true;
  };
  const parts = async (length: number, keep: boolean): Promise<Buffer[]> => {
    const kept: Buffer[] = [];
    let left = length;
    while (left > 0) {
      if (rest.length === 0 && !(await more())) break;
      const part = rest.subarray(0, left);
      if (keep) kept.push(part);
      rest = rest.subarray(part.length);
      left -= part.length;
    }
    return kept;
  };
  return {
    async line() {
      let line = '';
      for (;;) {
        if (rest.length === 0 && !(await more())) return line === '' ? undefined : line;
        const at = rest.indexOf(0x0a);
        line += rest.toString('latin1', 0, at === -1 ? rest.length : at);
        rest = rest.subarray(at === -1 ? rest.length : at + 1);
        if (at !== -1) return line;
      }
    },
    async take(length) {
      const [first, ...others] = await parts(length, true);
      if (first === undefined) return Buffer.alloc(0);
      return others.length === 0 ? first : Buffer.concat([first, ...others]);
    },
    async skip(length) {
      await parts(length, false);
    },
  };
}
