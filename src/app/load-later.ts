// Each is imported when it is called, so that a command starts without loading what it never uses.

type Agent = typeof import('./agent-app.ts');
type Checkpoints = typeof import('./background/checkpoint-scheduler.ts');
type Sinks = typeof import('./background/sinks.ts');
type Library = typeof import('./create-client.ts');
type Reading = typeof import('./open-reader.ts');
type Opening = typeof import('./runtime.ts');

export const openAgentApp: Agent['openAgentApp'] = async (options) =>
  (await import('./agent-app.ts')).openAgentApp(options);

export const openBrokers: Agent['openBrokers'] = async (runtime, options) =>
  (await import('./agent-app.ts')).openBrokers(runtime, options);

export const openReader: Reading['openReader'] = async (options) =>
  (await import('./open-reader.ts')).openReader(options);

export const openCheckpointer: Checkpoints['openCheckpointer'] = async (runtime, options) =>
  (await import('./background/checkpoint-scheduler.ts')).openCheckpointer(runtime, options);

export const openSinks: Sinks['openSinks'] = async (runtime, options) =>
  (await import('./background/sinks.ts')).openSinks(runtime, options);

export const createClient: Library['createClient'] = async (options) =>
  (await import('./create-client.ts')).createClient(options);

export const openRuntime: Opening['openRuntime'] = async (options) =>
  (await import('./runtime.ts')).openRuntime(options);

export const withNewRuntime: Opening['withNewRuntime'] = async (options, use) =>
  (await import('./runtime.ts')).withNewRuntime(options, use);
