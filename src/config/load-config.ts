import { join } from 'node:path';
import { dataFolder } from './data-folder.ts';
import { readEnvironment, type LogLevel } from './environment.ts';
import { hostSession, sshClient } from './host-session.ts';
import { processSource, type ConfigSource } from './process-source.ts';
import type { ServeSettings } from './sections/serve.ts';
import { serveSettings } from './serve-settings.ts';
import { parseSettings, type Settings } from './settings.ts';

export interface Config {
  /** Absolute path of the data folder. It may not exist yet. */
  readonly home: string;
  readonly logLevel: LogLevel;
  /** `off` keeps the owner key in a 0600 file even where there is a keychain. */
  readonly keychain: 'auto' | 'off';
  /** Where the owner's passphrase is read from when there is no terminal to type it at. */
  readonly passphraseFile: string | undefined;
  /** An agent's token, for a server that runs as that agent. Not enumerable: printing the configuration does not print it. */
  readonly serviceAccountToken: string | undefined;
  /** A CONNECT proxy for calls; none is taken from HTTPS_PROXY. Not enumerable: it may carry a password. */
  readonly egressProxy: string | undefined;
  /** Reflections of its secret within an hour after which an item is locked for an agent. */
  readonly maxReflections: number | undefined;
  /** The calling program's own session, as it claims. */
  readonly hostSession: string | undefined;
  /** Address a login over SSH came from, as the environment claims. */
  readonly sshClient?: string | undefined;
  /** What `config.json` in the data folder says. Not enumerable: an address in it may carry a password. */
  readonly settings: Settings;
  /** Where `keyward serve` listens, as the environment and config.json say. */
  readonly serve: ServeSettings;
  /** What the owner should change in config.json, though it is read. */
  readonly settingsWarnings: readonly string[];
}

/**
 * Read the whole configuration, once.
 *
 * Throws `CONFIG_INVALID`. Of files it opens only `config.json`: whether the folder is safe to use is the
 * vault's to say.
 */
export function loadConfig(source: ConfigSource = processSource()): Config {
  const environment = readEnvironment(source);
  const home = dataFolder(source);
  const { settings, warnings } = parseSettings(source.readSettingsFile?.(join(home, 'config.json')));
  const config = {
    home,
    logLevel: environment.KEYWARD_LOG_LEVEL,
    keychain: environment.KEYWARD_KEYCHAIN,
    passphraseFile: environment.KEYWARD_PASSPHRASE_FILE,
    maxReflections: numberOf(environment.KEYWARD_MAX_REFLECTIONS),
    hostSession: hostSession(source),
    sshClient: sshClient(source),
    serviceAccountToken: environment.KEYWARD_SERVICE_ACCOUNT_TOKEN?.trim(),
    egressProxy: environment.KEYWARD_EGRESS_PROXY,
    settings,
    serve: serveSettings(environment, settings.serve),
    settingsWarnings: warnings,
  };
  const hidden = { enumerable: false };
  return Object.freeze(
    Object.defineProperties(config, {
      serviceAccountToken: hidden,
      egressProxy: hidden,
      settings: hidden,
      settingsWarnings: hidden,
      serve: hidden,
    }),
  );
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
