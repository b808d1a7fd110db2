// In: a configuration, and what stands at the edges: streams, a passphrase, what a connection says of itself.
// Out: running programs of one data folder: agent servers, readers, library clients, background work; each closed once.
// Never here: a decision about a call, a route, a command; those are the modules' this one assembles.
export { originOf } from './origin-of.ts';
export type { AgentApp, Brokers } from './agent-app.ts';
export { checkpointFolders, checkpointTargets, checkpointTargetStates } from './background/checkpoint-targets.ts';
export { sinkStates } from './background/sink-states.ts';
export type { ConfiguredSink, ConfiguredSinks } from './background/sinks.ts';
export type { ClientOptions } from './create-client.ts';
export {
  createClient,
  openAgentApp,
  openApprovals,
  openBrokers,
  openCheckpointer,
  openReader,
  openRuntime,
  openSinks,
  withNewRuntime,
} from './load-later.ts';
export type { Network } from './network.ts';
export type { OpenReader } from './open-reader.ts';
export { openInBrowser } from './open-in-browser.ts';
export { OWNER_APPROVER } from './owner-approver.ts';
export { openOwnerVaultsUnattended } from './owner-vaults.ts';
export { createCaller } from './rechecked-agent.ts';
export type { Runtime, RuntimeOptions } from './runtime.ts';
export { unlockOwner } from './unlock-owner.ts';
