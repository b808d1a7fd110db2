// In: the platform and its folders, the text of a client's configuration, and how this program is started.
// Out: where each client keeps its configuration, the text with our entry in it or out of it, and what changed.
// Never here: opening or writing a file, an agent, a token; no secret is ever part of an entry.
export { type Client, type Launch, type PlatformPaths, type Scope } from './client.ts';
export { CLIENTS } from './clients/index.ts';
export { addEntry, findEntry, removeEntry, renderEntry, type ConfigEdit } from './edit-config.ts';
export { entryDiff } from './entry-diff.ts';
export { commandFiles, launchCommand, type Installation } from './launch.ts';
