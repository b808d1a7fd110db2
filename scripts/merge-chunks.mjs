// @ts-check
// The bundler makes a file of every command and of everything that two commands share: a hundred, most of them tiny.
// This says which of them belong together. No rule makes two files load each other, by whatever way: a module could
// then run before those it needs.

/** @typedef {import('rolldown').OutputChunk} Chunk */

/** The entry that starts the command line. */
const PROGRAM = 'bin';

const SMALL = 4_000;

/** So many commands of one noun are worth a file of their own. */
const FAMILY = 2;

/** Commands of one word, and the noun they belong to. @type {Readonly<Record<string, string>>} */
const NOUNS = {
  approve: 'approvals',
  deny: 'approvals',
  console: 'serve',
  init: 'vault',
  inject: 'values',
  read: 'values',
};

/**
 * The name of a file for every module, by module id; modules of entries have none.
 *
 * @param {readonly Chunk[]} chunks of a build without this plan
 * @returns {ReadonlyMap<string, string>}
 */
export function mergedChunkNames(chunks) {
  const parts = chunks.filter(({ isEntry }) => !isEntry);
  const names = new Map(parts.map((chunk, at) => [chunk.fileName, uniqueName(chunk, at, parts)]));
  const base = joinSmallest(parts, names, new Set(), 'base');
  joinSmallest(parts, names, new Set([...base, ...alwaysLoaded(chunks)]), 'small');
  joinFamilies(chunks, names);
  joinShared(chunks, names);
  while (joinIntoOnlyUser(chunks, names));
  return new Map(
    parts.flatMap(({ fileName, moduleIds }) => moduleIds.map((id) => [id, names.get(fileName) ?? fileName])),
  );
}

/** @param {Chunk} chunk @param {number} at @param {readonly Chunk[]} parts */
function uniqueName({ name }, at, parts) {
  const earlier = parts.slice(0, at).filter((part) => part.name === name).length;
  return earlier === 0 ? name : `${name}-${earlier + 1}`;
}

/**
 * What is small, and loads beside itself only what is in `loaded`, which loads none of it; nothing from outside.
 *
 * @param {readonly Chunk[]} parts @param {Map<string, string>} names @param {ReadonlySet<string>} loaded @param {string} name
 */
function joinSmallest(parts, names, loaded, name) {
  const candidates = parts.filter(({ code, isDynamicEntry }) => code.length < SMALL && !isDynamicEntry);
  const small = new Set(candidates.map(fileNameOf).filter((path) => !loaded.has(path)));
  const loadsMore = (/** @type {Chunk} */ { fileName, imports }) =>
    small.has(fileName) && imports.some((path) => !small.has(path) && !loaded.has(path) && !path.startsWith('node:'));
  for (let one = parts.find(loadsMore); one !== undefined; one = parts.find(loadsMore)) small.delete(one.fileName);
  for (const fileName of small) names.set(fileName, name);
  return small;
}

/** What is loaded whatever the command is. @param {readonly Chunk[]} chunks */
function alwaysLoaded(chunks) {
  const byPath = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set(
    chunks.filter(({ name, isEntry }) => isEntry && name === PROGRAM).flatMap((bin) => bin.dynamicImports),
  );
  for (const path of loaded) for (const next of byPath.get(path)?.imports ?? []) if (byPath.has(next)) loaded.add(next);
  return loaded;
}

/** Commands that start with one word (`agent-create`, `agent-list`); no file but their own loads them. @param {readonly Chunk[]} chunks @param {Map<string, string>} names */
function joinFamilies(chunks, names) {
  const library = loadedByLibrary(chunks);
  const commands = chunks.filter(
    ({ isEntry, isDynamicEntry, fileName }) =>
      !isEntry && isDynamicEntry && !library.has(fileName) && usersOf(fileName, chunks).length === 0,
  );
  for (const { name: first } of commands) {
    const noun = nounOf(first);
    const family = commands.filter(({ name }) => nounOf(name) === noun);
    if (family.length >= FAMILY) for (const { fileName } of family) names.set(fileName, `${noun}-commands`);
  }
}

/** @param {string} name */
function nounOf(name) {
  const [first = ''] = name.split('-');
  return NOUNS[first] ?? first;
}

/**
 * Pieces that several files share and that are hardly worth a file each. One that reaches another of them through a file that
 * stays outside is left alone: the two files would load each other. What the library may load is left alone too: a program
 * would load with it what only commands need.
 *
 * @param {readonly Chunk[]} chunks @param {Map<string, string>} names
 */
function joinShared(chunks, names) {
  const parts = chunks.filter(({ isEntry }) => !isEntry);
  const library = loadedByLibrary(chunks);
  const isAlone = (/** @type {Chunk} */ { fileName, name }) => names.get(fileName)?.startsWith(name) === true;
  const isSmall = (/** @type {Chunk} */ { code, isDynamicEntry }) => !isDynamicEntry && code.length < SMALL;
  const small = parts.filter((part) => isSmall(part) && isAlone(part) && !library.has(part.fileName));
  const joined = new Set(small.map(fileNameOf));
  const comesBack = (/** @type {Chunk} */ { imports }) =>
    imports.filter((path) => !joined.has(path)).some((path) => reaches(path, joined, parts));
  for (let one = find(); one !== undefined; one = find()) joined.delete(one.fileName);
  for (const fileName of joined) names.set(fileName, 'shared');

  function find() {
    return small.find((part) => joined.has(part.fileName) && comesBack(part));
  }
}

/** All that the entries beside the program load, at once or later. @param {readonly Chunk[]} chunks */
function loadedByLibrary(chunks) {
  const byPath = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set(chunks.filter(({ name, isEntry }) => isEntry && name !== PROGRAM).map(fileNameOf));
  for (const path of loaded) {
    const { imports = [], dynamicImports = [] } = byPath.get(path) ?? {};
    for (const next of [...imports, ...dynamicImports]) if (byPath.has(next)) loaded.add(next);
  }
  return loaded;
}

/** @param {string} from @param {ReadonlySet<string>} targets @param {readonly Chunk[]} parts */
function reaches(from, targets, parts) {
  const seen = new Set([from]);
  for (const path of seen) {
    if (targets.has(path)) return true;
    for (const next of parts.find(({ fileName }) => fileName === path)?.imports ?? []) seen.add(next);
  }
  return false;
}

/** Join one file, or one set of joined files, to the only one that loads it. @param {readonly Chunk[]} chunks @param {Map<string, string>} names */
function joinIntoOnlyUser(chunks, names) {
  const shared = chunks.filter(({ isEntry, isDynamicEntry }) => !isEntry && !isDynamicEntry);
  for (const { fileName } of shared) {
    const own = names.get(fileName);
    const together = chunks.filter((chunk) => names.get(chunk.fileName) === own).map(fileNameOf);
    const users = new Set(together.flatMap((path) => usersOf(path, chunks)).map((path) => names.get(path)));
    users.delete(own);
    const [only] = users;
    if (users.size !== 1 || only === undefined) continue;
    for (const path of together) names.set(path, only);
    return true;
  }
  return false;
}

/** @param {string} fileName @param {readonly Chunk[]} chunks */
function usersOf(fileName, chunks) {
  return chunks.filter(({ imports }) => imports.includes(fileName)).map(fileNameOf);
}

/** @param {Chunk} chunk */
function fileNameOf({ fileName }) {
  return fileName;
}
