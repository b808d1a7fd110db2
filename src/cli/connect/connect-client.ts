import { addEntry, entryDiff, findEntry } from '../../connect/index.ts';
import type { Answer } from '../terminal/answer.ts';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import type { CommandContext } from '../define-command.ts';
import { TOKEN_LOCATIONS, savedTokens } from '../agent/saved-token.ts';
import { isoTime, shortTime } from '../terminal/present.ts';
import { withOwner } from '../owner/with-owner.ts';
import { readClientFile, replaceClientFile } from './client-file.ts';
import type { ConnectOrder } from './connect-order.ts';
import { entryFor } from './connect-order.ts';
import { carryOutPlan, planAgent, type AgentOrder, type AgentPlan, type ReadyAgent } from './connection-agent.ts';
import { connectionAt, noteJson, withConnection } from './connection-note.ts';

interface Connecting extends ConnectOrder {
  readonly agent: Omit<AgentOrder, 'agentName' | 'clientName'>;
  readonly yes: boolean;
}

/** Put the entry into the client's configuration and make what it needs. Again, it does nothing. */
export async function connectClient(order: Connecting, context: CommandContext): Promise<Answer> {
  const { client, path, agentName } = order;
  const file = await readClientFile(path);
  const entry = await entryFor(order, context);
  const edit = addEntry(file.text, client, entry);
  const diff = entryDiff({ client, before: findEntry(file.text, client), after: entry });
  return withOwner(context, async (owner) => {
    const tokens = savedTokens(owner);
    const agentOrder = { ...order.agent, agentName, clientName: client.name };
    const plan = await planAgent(owner, tokens, agentOrder);
    if (edit.kind === 'changed' || plan.kind !== 'ready') {
      for (const line of [...(edit.kind === 'changed' ? [path, ...diff] : []), ...planLines(plan, agentName)]) {
        context.terminal.say(line);
      }
      await confirmUnlessYes(context, order.yes, `Connect ${client.title}?`);
    }
    const ready = await carryOutPlan({ owner, tokens, order: agentOrder }, plan);
    if (edit.kind === 'changed' || connectionAt(ready.note, path) === undefined) {
      // Before the file: a connection that is noted and not there can be undone, the other way round it could not.
      const made_file = file.mode === undefined ? true : undefined;
      const inserted = edit.kind === 'changed' ? edit.inserted : undefined;
      const note = withConnection(ready.note, { client: client.name, path, inserted, made_file });
      await tokens.setNote(agentName, noteJson(note));
    }
    const backup = edit.kind === 'changed' ? await replaceClientFile(file, edit.text, owner) : undefined;
    return answer(order, { plan, ready, backup, diff: edit.kind === 'changed' ? diff : [] });
  });
}

/** What would be written, without the owner's key, an agent or a change. */
export async function previewConnection(order: ConnectOrder, context: CommandContext): Promise<Answer> {
  const { client, path } = order;
  const { text } = await readClientFile(path);
  const entry = await entryFor(order, context);
  const isChange = addEntry(text, client, entry).kind === 'changed';
  const diff = isChange ? entryDiff({ client, before: findEntry(text, client), after: entry }) : [];
  return {
    json: { client: client.name, scope: order.scope, path, changed: isChange, diff },
    text: isChange ? [path, ...diff] : [`nothing to do: ${client.title} is connected in ${path}`],
  };
}

function planLines(plan: AgentPlan, agentName: string): readonly string[] {
  if (plan.kind === 'ready') return [];
  if (plan.kind === 'renew') return [`the agent ${agentName} gets a new token; the one it has ends`];
  return [`the agent ${agentName} is made; it may use ${plan.vaults.map(({ name }) => name).join(', ')}`];
}

interface Done {
  readonly plan: AgentPlan;
  readonly ready: ReadyAgent;
  readonly backup: string | undefined;
  readonly diff: readonly string[];
}

function answer({ client, scope, path }: Connecting, { plan, ready, backup, diff }: Done): Answer {
  const { id, name, expiresAt } = ready.agent;
  const agent = `agent ${name}, until ${shortTime(expiresAt)} UTC; its token is ${TOKEN_LOCATIONS[ready.location]}`;
  const isNothing = diff.length === 0 && plan.kind === 'ready';
  const happened =
    diff.length > 0 ? `connected ${client.title} in ${path}` : `${client.title} has its entry already, in ${path}`;
  return {
    json: {
      client: client.name,
      scope,
      path,
      changed: !isNothing,
      diff,
      backup: backup ?? null,
      agent: { id, name, expires_at: isoTime(expiresAt), made: plan.kind === 'create', token: ready.location },
    },
    text: isNothing
      ? [`nothing to do: ${client.title} is connected in ${path}`, agent]
      : [
          happened,
          agent,
          ...(backup === undefined ? [] : [`the file as it was: ${backup}`]),
          `next: ${client.afterwards}`,
        ],
  };
}
