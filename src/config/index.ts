// In: the process's environment, platform and home directory, and the settings file, once, at the start.
// Out: one frozen `Config`; CONFIG_INVALID naming the variable when a value makes no sense.
// Never here: opening any other file, a secret that printing the Config would show; no other module reads `process.env`.
export { type LogLevel } from './environment.ts';
export { loadConfig, type Config } from './load-config.ts';
export { processSource, type ConfigSource } from './process-source.ts';
export { assertSafeProcess, ignoreInspectorSignal } from './safe-process.ts';
export type { ApprovalChannelSettings } from './sections/approvals.ts';
export type { SinkSettings } from './sections/audit.ts';
export { DEFAULT_SETTINGS, type Settings } from './settings.ts';
