import type { Skipped } from '../finding.ts';
import { readBlobs } from './blobs.ts';
import { gitLines, gitText, type Repository } from './git.ts';
import type { AgedCommit, ScanSource, SourceText } from './source.ts';

/**
 * Every version of every file that a repository has ever had and still holds: all branches, tags, stashes, what was
 * amended away and is not yet collected. Each blob is read once.
 */
export function historySource(repository: Repository): ScanSource {
  return {
    texts: () => readHistory(repository),
    factsOf: (ids) => firstCommits(repository, ids),
  };
}

async function* readHistory(repository: Repository): AsyncGenerator<SourceText | Skipped> {
  const paths = await pathsOfObjects(repository);
  const nameOf = (id: string): string => paths.get(id) ?? `blob:${id}`;
  for await (const blob of readBlobs(repository, 'all', nameOf)) {
    if ('skipped' in blob) yield blob;
    else yield { file: nameOf(blob.id), path: paths.get(blob.id) ?? '', bytes: blob.bytes, id: blob.id };
  }
}

// The first name an object was reached by; a blob without one was never committed, or its commits are gone.
async function pathsOfObjects(repository: Repository): Promise<ReadonlyMap<string, string>> {
  await gitText(repository, ['rev-parse', '--git-dir']);
  const paths = new Map<string, string>();
  for await (const line of gitLines(repository, [
    'rev-list',
    '--objects',
    '--all',
    '--reflog',
    '--missing=allow-any',
  ])) {
    const space = line.indexOf(' ');
    if (space !== -1 && space < line.length - 1) paths.set(line.slice(0, space), line.slice(space + 1));
  }
  return paths;
}

const LOG = [
  'log',
  '--all',
  '--reflog',
  '--topo-order',
  '--raw',
  '--no-abbrev',
  '--no-renames',
  '-m',
  '--root',
  '--format=\u0001%H\u0001%an <%ae>\u0001%aI',
];

/** The oldest commit that brought each blob in: one walk for all of them, from children to parents. */
async function firstCommits(
  repository: Repository,
  ids: ReadonlySet<string>,
): Promise<ReadonlyMap<string, AgedCommit>> {
  const found = new Map<string, AgedCommit>();
  let current: AgedCommit | undefined;
  for await (const line of gitLines(repository, LOG)) {
    if (line.startsWith('\u0001')) {
      const [, commit = '', author = '', date = ''] = line.split('\u0001');
      current = { facts: { commit, author, date }, age: (current?.age ?? 0) + 1 };
      continue;
    }
    const added = /^:\d{6} \d{6} [0-9a-f]+ ([0-9a-f]+) /.exec(line)?.[1];
    if (added !== undefined && current !== undefined && ids.has(added)) found.set(added, current);
  }
  return found;
}
