import { lstat } from 'node:fs/promises';
import { CLIENTS, renderEntry, type Client, type Scope } from '../../connect/index.ts';
import { systemRandom } from '../../core/index.ts';
import type { Answer } from '../terminal/answer.ts';
import type { CommandContext } from '../define-command.ts';
import { savedTokens } from '../agent/saved-token.ts';
import { configPath, entryFor } from './connect-order.ts';

interface PrintOrder {
  readonly client: string;
  readonly scope: Scope;
  readonly agentName: string;
}

/** The form most clients share, for one that is not known. */
const GENERIC: Pick<Client, 'format' | 'section' | 'entry'> = {
  format: 'json',
  section: 'mcpServers',
  entry: ({ command, args, env }) => ({ command, args, ...(Object.keys(env).length === 0 ? {} : { env }) }),
};

/** What to paste into the configuration of any client. Nothing is made or changed. */
export async function printEntry(
  { client: name, scope, agentName }: PrintOrder,
  context: CommandContext,
): Promise<Answer> {
  const known = CLIENTS.find((one) => one.name === name);
  const client = known ?? GENERIC;
  const entry = await entryFor({ client, scope, agentName }, context);
  const path = known === undefined ? undefined : configPath(known, scope, context.source);
  if (!(await isSaved(agentName, context))) {
    context.terminal.say(`first make its agent: keyward agent create ${agentName} --vault VAULT --keep`);
  }
  if (path !== undefined) context.terminal.say(`for ${path}:`);
  const snippet = renderEntry(client, entry);
  return {
    json: { client: name, path: path ?? null, format: client.format, entry, snippet },
    text: snippet.split('\n'),
  };
}

async function isSaved(agentName: string, { config }: CommandContext): Promise<boolean> {
  const isThere = await lstat(config.home).catch(() => undefined);
  if (isThere === undefined) return false;
  return (await savedTokens({ config, random: systemRandom }).find(agentName)) !== undefined;
}
