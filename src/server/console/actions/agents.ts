import { recordChange, type AuditEvent } from '../../../audit/index.ts';
import { newId } from '../../../core/index.ts';
import { listAgents, resumeAgent, revokeAgent, type AgentSummary } from '../../../identity/index.ts';
import type { ActionRequest, ConsoleDeps } from '../deps.ts';
import { html, shown, type Html } from '../html.ts';

/** Lift what restrains an agent. Undefined for an unknown one. */
export async function resumeAction(deps: ConsoleDeps, request: ActionRequest): Promise<Html | undefined> {
  const agent = await findAgent(deps, request);
  if (agent === undefined) return undefined;
  const resumed = await recordChange(deps.runtime.trail, eventOf(deps, request, { type: 'agent.resumed', agent }), {
    change: () => resumeAgent(deps.agents, agent.id),
    describe: (changed) => ({ detail: { changed, via: 'console' } }),
  });
  return resumed
    ? html`<p class="good">Resumed ${shown(agent.name)}.</p>`
    : html`<p>${shown(agent.name)} was neither suspended nor slowed down.</p>`;
}

/** End an agent at once, where its name was typed. Undefined for an unknown one. */
export async function revokeAction(deps: ConsoleDeps, request: ActionRequest): Promise<Html | undefined> {
  const agent = await findAgent(deps, request);
  if (agent === undefined) return undefined;
  if (request.fields['typed']?.trim() !== agent.name) {
    return html`<p class="bad">Not revoked: type the name ${shown(agent.name)} first.</p>`;
  }
  await recordChange(deps.runtime.trail, eventOf(deps, request, { type: 'agent.revoked', agent }), {
    change: () => revokeAgent(deps.agents, agent.id),
    describe: () => ({ detail: { via: 'console' } }),
  });
  return html`<p class="good">Revoked ${shown(agent.name)}.</p>`;
}

async function findAgent({ agents }: ConsoleDeps, { fields }: ActionRequest): Promise<AgentSummary | undefined> {
  return (await listAgents(agents)).find(({ id }) => id === fields['id']);
}

interface Changed {
  readonly type: 'agent.resumed' | 'agent.revoked';
  readonly agent: AgentSummary;
}

function eventOf(
  { runtime }: ConsoleDeps,
  { person }: ActionRequest,
  { type, agent: { id, name } }: Changed,
): AuditEvent & { readonly call_id: string } {
  return { type, agent: { id, name }, session: person, call_id: newId(runtime.random) };
}
