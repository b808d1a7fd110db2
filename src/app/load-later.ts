// Each is imported when it is called, so that a command starts without loading what it never uses.

import type * as Approving from './approvals.ts';
import type * as Agent from './agent-app.ts';
import type * as Checkpoints from './background/checkpoint-scheduler.ts';
import type * as Sinks from './background/sinks.ts';
import type * as Library from './create-client.ts';
import type * as Reading from './open-reader.ts';
import type * as Opening from './runtime.ts';

export const openAgentApp: typeof Agent.openAgentApp = async (options) =>
  (await import('./agent-app.ts')).openAgentApp(options);

export const openBrokers: typeof Agent.openBrokers = async (runtime, options) =>
  (await import('./agent-app.ts')).openBrokers(runtime, options);

export const openReader: typeof Reading.openReader = async (options) =>
  (await import('./open-reader.ts')).openReader(options);

export const openCheckpointer: typeof Checkpoints.openCheckpointer = async (runtime, options) =>
  (await import('./background/checkpoint-scheduler.ts')).openCheckpointer(runtime, options);

export const openSinks: typeof Sinks.openSinks = async (runtime, options) =>
  (await import('./background/sinks.ts')).openSinks(runtime, options);

export const createClient: typeof Library.createClient = async (options) =>
  (await import('./create-client.ts')).createClient(options);

export const openRuntime: typeof Opening.openRuntime = async (options) =>
  (await import('./runtime.ts')).openRuntime(options);

export const withNewRuntime: typeof Opening.withNewRuntime = async (options, use) =>
  (await import('./runtime.ts')).withNewRuntime(options, use);

export const openApprovals = async (...wanted: Parameters<typeof Approving.openApprovals>) =>
  (await import('./approvals.ts')).openApprovals(...wanted);
