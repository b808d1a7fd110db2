import { homedir } from 'node:os';
import { readSettingsFile } from './read-settings-file.ts';

/** Where configuration comes from. Passed in, so that tests need no process of their own. */
export interface ConfigSource {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homedir: string;
  /** The text of the settings file, undefined when there is none; without this no file is read. */
  readonly readSettingsFile?: (path: string) => string | undefined;
}

/** The running process as a source: the only code that touches `process.env`. The result is a snapshot. */
export function processSource(): ConfigSource {
  const { platform } = process;
  return { env: Object.freeze({ ...process.env }), platform, homedir: homedir(), readSettingsFile };
}
