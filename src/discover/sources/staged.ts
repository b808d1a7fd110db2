import type { Skipped } from '../finding.ts';
import { readBlobs } from './blobs.ts';
import { gitText, type Repository } from './git.ts';
import type { ScanSource, SourceText } from './source.ts';

/** What the next commit would bring in, as it is staged, not as the files are now. */
export function stagedSource(repository: Repository): ScanSource {
  return { texts: () => readStaged(repository), mayBeEmpty: true };
}

async function* readStaged(repository: Repository): AsyncGenerator<SourceText | Skipped> {
  const output = await gitText(repository, [
    'diff',
    '--cached',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--diff-filter=d',
  ]);
  const paths = new Map<string, string[]>();
  const fields = output.split('\0');
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [, mode = '', , id = ''] = (fields[index] ?? '').split(' ');
    // Of a submodule only the id of a commit is staged.
    if (mode !== '160000') paths.set(id, [...(paths.get(id) ?? []), fields[index + 1] ?? '']);
  }
  if (paths.size === 0) return;
  for await (const blob of readBlobs(repository, [...paths.keys()], (id) => paths.get(id)?.[0] ?? id)) {
    if ('skipped' in blob) yield blob;
    else for (const file of paths.get(blob.id) ?? []) yield { file, bytes: blob.bytes };
  }
}
