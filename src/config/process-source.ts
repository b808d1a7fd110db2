import { homedir } from 'node:os';

/** Where configuration comes from. Passed in, so that tests need no process of their own. */
export interface ConfigSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homedir: string;
}

/** The running process as a source: the one place that touches `process.env`. The result is a snapshot. */
export function processSource(): ConfigSource {
  return { env: Object.freeze({ ...process.env }), platform: process.platform, homedir: homedir() };
}
