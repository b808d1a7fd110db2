import { listAgents, type AgentSummary, type TokenSummary } from '../../../identity/index.ts';
import type { ConsoleDeps } from '../deps.ts';
import { actionForm, facts, html, shown, table, time, type Html } from '../html.ts';

const MAX_SHOWN = 100;

/** Every agent: what it may use, until when, what restrains it. */
export async function agentsPage(deps: ConsoleDeps): Promise<Html> {
  const [found, vaults] = await Promise.all([listAgents(deps.agents), deps.vaults.listVaults()]);
  const vaultNames = new Map(vaults.map(({ id, name }) => [id, name]));
  const agents = found.slice(0, MAX_SHOWN);
  const lastUses = await Promise.all(agents.map(async ({ id }) => lastUse(deps, id)));
  return html`<h1>Agents</h1>
    ${agents.length === 0 ? html`<p class="empty">No agents yet: make one with <code>keyward agent create</code>.</p>` : ''}
    ${agents.map((agent, index) => card(agent, { vaultNames, lastUsed: lastUses[index], now: deps.runtime.clock.now() }))}
    ${found.length > MAX_SHOWN ? html`<p class="dim">${String(found.length - MAX_SHOWN)} more: see <code>keyward agent list</code>.</p>` : ''}`;
}

interface Around {
  readonly vaultNames: ReadonlyMap<string, string>;
  readonly lastUsed: number | undefined;
  readonly now: number;
}

function card(agent: AgentSummary, { vaultNames, lastUsed, now }: Around): Html {
  const { id, name, grants, limits, expiresAt, createdAt, tokens } = agent;
  const state = stateOf(agent, now);
  return html`<article class="card" aria-labelledby="agent-${id}">
    <h2 class="small" id="agent-${id}">${shown(name)} <span class="${state === 'active' ? 'good' : 'bad'}">${state}</span></h2>
    ${facts([
      [
        'Vaults',
        shown(grants.map(({ vaultId, can }) => `${vaultNames.get(vaultId) ?? vaultId} (${can})`).join(', ')) || 'none',
      ],
      ['Until', html`${time(expiresAt)} UTC`],
      ['Created', html`${time(createdAt)} UTC`],
      ['Last use', lastUsed === undefined ? 'never' : html`${time(lastUsed)} UTC`],
      ['Restrictions', limits === undefined ? undefined : shown(JSON.stringify(limits))],
      ['Records', html`<a href="/activity?agent=${id}">of ${shown(name)}</a>`],
    ])}
    ${tokens.length === 0 ? '' : html`<details><summary>Tokens of ${shown(name)} (${String(tokens.length)})</summary>${table(`Tokens of ${shown(name)}`, ['Kind', 'Until (UTC)', 'Uses', 'Id'], tokens.map(tokenCells))}</details>`}
    ${buttons(agent, state)}
  </article>`;
}

type State = AgentSummary['status'] | 'slowed down';

function stateOf({ status, throttledUntil = 0 }: AgentSummary, now: number): State {
  return status === 'active' && now < throttledUntil ? 'slowed down' : status;
}

function tokenCells({ kind, expiresAt, uses, maxUses, id }: TokenSummary): readonly (Html | string)[] {
  return [
    kind,
    time(expiresAt),
    maxUses === undefined ? '' : `${String(uses ?? 0)} of ${String(maxUses)}`,
    html`<code>${id}</code>`,
  ];
}

function buttons({ id, name }: AgentSummary, state: State): Html | '' {
  if (state === 'revoked') return '';
  const isRestrained = state === 'suspended' || state === 'slowed down';
  const resume = html`<button id="resume-${id}" aria-label="Resume ${shown(name)}">Resume</button>`;
  return html`${isRestrained ? actionForm({ action: '/actions/resume', fields: { id } }, html`<div class="buttons">${resume}</div>`) : ''}
  ${actionForm(
    { action: '/actions/revoke', fields: { id } },
    html`<details><summary>Revoke ${shown(name)}</summary><div class="buttons">
      <label>This cannot be undone. Type the name of the agent <input name="typed" id="typed-${id}" autocomplete="off" /></label>
      <button class="no" id="revoke-${id}" aria-label="Revoke ${shown(name)}">Revoke</button></div></details>`,
  )}`;
}

async function lastUse({ runtime }: ConsoleDeps, agent: string): Promise<number | undefined> {
  const [record] = await runtime.trail.list({ agent, limit: 1 });
  return record && Date.parse(record.at);
}
