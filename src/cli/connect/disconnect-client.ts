import { entryDiff, findEntry, removeEntry, type ConfigEdit } from '../../connect/index.ts';
import type { JsonObject } from '../../core/index.ts';
import type { SavedToken, TokenStore } from '../../vault/index.ts';
import type { Answer } from '../terminal/answer.ts';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import type { CommandContext } from '../define-command.ts';
import { savedTokens } from '../agent/saved-token.ts';
import type { Owner } from '../owner/open-owner.ts';
import { withOwner } from '../owner/with-owner.ts';
import { readClientFile, replaceClientFile, type ClientFile } from './client-file.ts';
import type { ConnectOrder } from './connect-order.ts';
import { endAgent } from './connection-agent.ts';
import { connectionAt, noteJson, readNote, withoutConnection, type Connection } from './connection-note.ts';

interface Disconnecting extends ConnectOrder {
  /** Given on the command line; else the entry says which agent it is. */
  readonly givenAgent: string | undefined;
  readonly yes: boolean;
}

/** Take the entry out, and with the last use of it the token and the agent that were made for it. */
export async function disconnectClient(order: Disconnecting, context: CommandContext): Promise<Answer> {
  const { client, path } = order;
  const file = await readClientFile(path);
  const entry = findEntry(file.text, client);
  const agentName = order.givenAgent ?? agentOf(entry) ?? order.agentName;
  return withOwner(context, async (owner) => {
    const tokens = savedTokens(owner);
    const saved = await tokens.find(agentName);
    // Only what is noted here is undone: a file from elsewhere must not be able to name an agent that ends.
    const connection = connectionAt(readNote(saved?.note), path);
    const edit = removeEntry(file.text, client, connection?.inserted);
    if (edit.kind === 'same' && connection === undefined) return nothingToDo(order);
    const diff = entryDiff({ client, before: entry, after: undefined });
    const ends = saved !== undefined && connection !== undefined && endsAgent(saved, path);
    for (const line of [path, ...diff, ...(ends ? [`the agent ${agentName} ends`] : [])]) context.terminal.say(line);
    await confirmUnlessYes(context, order.yes, `Disconnect ${client.title}?`);
    const backup =
      edit.kind === 'changed' ? await replaceClientFile(file, remaining(edit, file, connection), owner) : undefined;
    if (saved !== undefined && connection !== undefined) await release({ owner, tokens, agentName, saved }, order);
    return {
      json: {
        client: client.name,
        scope: order.scope,
        path,
        changed: true,
        diff,
        backup: backup ?? null,
        revoked: ends,
      },
      text: [
        `disconnected ${client.title} in ${path}`,
        ...(ends ? [`revoked the agent ${agentName}`] : []),
        ...(backup === undefined ? [] : [`the file as it was: ${backup}`]),
      ],
    };
  });
}

/** What would go, without a change. */
export async function previewDisconnection({ client, scope, path }: ConnectOrder): Promise<Answer> {
  const { text } = await readClientFile(path);
  const before = findEntry(text, client);
  const diff = before === undefined ? [] : entryDiff({ client, before, after: undefined });
  return {
    json: { client: client.name, scope, path, changed: diff.length > 0, diff },
    text: diff.length > 0 ? [path, ...diff] : [`nothing to do: ${client.title} is not connected in ${path}`],
  };
}

function nothingToDo({ client, scope, path }: ConnectOrder): Answer {
  return {
    json: { client: client.name, scope, path, changed: false, diff: [], backup: null, revoked: false },
    text: [`nothing to do: ${client.title} is not connected in ${path}`],
  };
}

function agentOf(entry: JsonObject | undefined): string | undefined {
  const args = entry?.['args'];
  if (!Array.isArray(args)) return undefined;
  const name: unknown = args[args.indexOf('--agent-token') + 1];
  return args.includes('--agent-token') && typeof name === 'string' ? name : undefined;
}

// A file that `connect` made goes when nothing is left in it.
function remaining(
  { text }: Extract<ConfigEdit, { kind: 'changed' }>,
  { mode }: ClientFile,
  connection: Connection | undefined,
): string | undefined {
  const isEmpty = text.replace(/[\s{}]/g, '') === '';
  return mode !== undefined && connection?.made_file === true && isEmpty ? undefined : text;
}

function endsAgent(saved: SavedToken, path: string): boolean {
  const note = readNote(saved.note);
  return note.made_agent && withoutConnection(note, path).connections.length === 0;
}

interface Release {
  readonly owner: Owner;
  readonly tokens: TokenStore;
  readonly agentName: string;
  readonly saved: SavedToken;
}

async function release({ owner, tokens, agentName, saved }: Release, { client, path }: ConnectOrder): Promise<void> {
  const note = withoutConnection(readNote(saved.note), path);
  if (note.connections.length > 0) return tokens.setNote(agentName, noteJson(note));
  if (note.made_agent) await endAgent(owner, { id: saved.agentId, name: agentName }, client.name);
  await tokens.forget(agentName);
}
