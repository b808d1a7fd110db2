import process from 'node:process';
import { loadConfig, type ConfigSource } from '../../config/index.ts';
import { CLIENTS, launchCommand, type Client, type Scope } from '../../connect/index.ts';
import { KeywardError, type JsonObject } from '../../core/index.ts';
import type { CommandContext } from '../define-command.ts';
import { findInstallation } from './find-installation.ts';

/** What the person asked for, as far as files are concerned. */
export interface ConnectOrder {
  readonly client: Client;
  readonly scope: Scope;
  readonly path: string;
  readonly agentName: string;
}

interface Asked {
  readonly client: string;
  readonly scope: Scope;
  readonly agent?: string | undefined;
}

/** Throws `CONFIG_INVALID` for a client that is not known, or has no such scope. */
export function connectOrder({ client: name, scope, agent }: Asked, source: ConfigSource): ConnectOrder {
  const client = CLIENTS.find((one) => one.name === name);
  if (client === undefined) {
    throw new KeywardError('CONFIG_INVALID', 'unknown client', {
      hint: `one of ${CLIENTS.map((one) => one.name).join(', ')}; for others --print shows what to paste`,
    });
  }
  const path = configPath(client, scope, source);
  if (path === undefined) throw new KeywardError('CONFIG_INVALID', `${client.title} has no configuration of a project`);
  return { client, scope, path, agentName: agent ?? client.name };
}

/** Where this client keeps its configuration here; undefined when it has none of that scope. */
export function configPath(client: Client, scope: Scope, { platform, homedir, env }: ConfigSource): string | undefined {
  return client.paths[scope]?.({ platform, home: homedir, env, project: process.cwd() });
}

interface EntryOrder {
  readonly client: Pick<Client, 'entry'>;
  readonly scope: Scope;
  readonly agentName: string;
}

/** The entry that starts this program as that agent, wherever and by whatever it is started. */
export async function entryFor({ client, scope, agentName }: EntryOrder, context: CommandContext): Promise<JsonObject> {
  const installation = await findInstallation(context);
  const args = ['mcp', '--agent-token', agentName];
  return client.entry(launchCommand({ installation, scope, args, env: folderVariable(context) }));
}

// A program of the desktop sees no variable that only a terminal has set.
function folderVariable({ config: { home }, source }: CommandContext): Readonly<Record<string, string>> {
  const { env, platform, homedir } = source;
  const { APPDATA } = env;
  const usual = loadConfig({ env: { APPDATA }, platform, homedir }).home;
  return home === usual ? {} : { KEYWARD_HOME: home };
}
