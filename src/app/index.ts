// In: a configuration, and what stands at the edges: streams, a passphrase, what a connection says of itself.
// Out: running programs of one data folder: agent servers, readers, library clients, background work; each closed once.
// Never here: a decision about a call, a route, a command; those are the rooms' this one assembles.
export { openCheckpointer, checkpointFolders, checkpointPlaces, checkpointPlaceStates } from './background/checkpoint-scheduler.ts';
export { openSinks, type ConfiguredSink, type ConfiguredSinks, sinkStates } from './background/sinks.ts';
export { unlockOwner } from './unlock-owner.ts';
export { type AgentApp, type PartsOptions, type Parts, createCaller, openParts } from './agent-app.ts';
export type { OpenReader } from './open-reader.ts';
export { createClient, type ClientOptions } from './create-client.ts';
