// In: a configuration, and what stands at the edges: streams, a passphrase, what a connection says of itself.
// Out: running programs of one data folder: agent servers, readers, library clients, background work; each closed once.
// Never here: a decision about a call, a route, a command; those are the rooms' this one assembles.
export { openAgentApp, openBrokers, type AgentApp, type Brokers } from './agent-app.ts';
export {
  checkpointFolders,
  checkpointTargets,
  checkpointTargetStates,
  openCheckpointer,
} from './background/checkpoint-scheduler.ts';
export { openSinks, sinkStates, type ConfiguredSink, type ConfiguredSinks } from './background/sinks.ts';
export { createClient, type ClientOptions } from './create-client.ts';
export { openReader, type OpenReader } from './open-reader.ts';
export { openOwnerVaultsUnattended } from './owner-vaults.ts';
export { createCaller } from './rechecked-agent.ts';
export { openRuntime, withNewRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';
export { unlockOwner } from './unlock-owner.ts';
