import { OWNER_APPROVER, sinkStates } from '../../../app/index.ts';
import type { ConsoleDeps, PageRequest } from '../deps.ts';
import { actionForm, ago, html, shown, table, time, type Html } from '../html.ts';

const HABIT_MS = 30 * 86_400_000;

/** Who may answer, how people are told, whether the sinks of the trail take it, and the sessions of this console. */
export async function settingsPage(deps: ConsoleDeps, { sessionId }: PageRequest): Promise<Html> {
  const [approvers, sinks] = await Promise.all([approverRows(deps), sinkRows(deps)]);
  return html`<h1>Settings</h1>
    <h2>Approvers</h2>
    ${table('Approvers', ['Name', 'Role', 'Yes', 'No', 'Mean time to answer', 'Within two seconds'], approvers)}
    <h2>Channels</h2>
    ${channels(deps)}
    <h2>Sinks of the trail</h2>
    ${sinks.length === 0 ? html`<p class="dim">None is configured.</p>` : table('Sinks', ['Name', 'Taken up to', 'To go', 'State'], sinks)}
    <h2>Sessions of this console</h2>
    ${table('Sessions', ['Started (UTC)', 'Last used (UTC)', 'From', 'Act'], sessionRows(deps, sessionId))}
    ${actionForm({ action: '/actions/sign-out', fields: {} }, html`<div class="buttons"><button id="sign-out">Sign out</button></div>`)}`;
}

async function approverRows({ runtime }: ConsoleDeps): Promise<readonly (readonly string[])[]> {
  const habits = await runtime.storage.approvals.habits(runtime.clock.now() - HABIT_MS);
  return [OWNER_APPROVER].map(({ id, name, role }) => {
    const { yes = 0, no = 0, meanMs, fast = 0 } = habits.find(({ approverId }) => approverId === id) ?? {};
    return [name, role, String(yes), String(no), meanMs === undefined ? '' : ago(meanMs), String(fast)];
  });
}

// The host alone: the path of a webhook is often a secret.
function channels({ runtime }: ConsoleDeps): Html {
  const known = runtime.config.settings.approvals.channels.map((channel) =>
    channel.kind === 'desktop' ? ['desktop', ''] : [`webhook ${channel.name}`, new URL(channel.url).host],
  );
  return table(
    'Channels',
    ['Channel', 'Host'],
    [['this console and `keyward approvals list`', ''], ...known].map((row) => row.map(shown)),
  );
}

async function sinkRows({ runtime }: ConsoleDeps): Promise<readonly (readonly (Html | string)[])[]> {
  const { config, storage } = runtime;
  const head = (await storage.audit.head())?.seq ?? 0;
  return Promise.all(
    config.settings.audit.sinks.map(async ({ name }) => {
      const { taken, failing } = await sinkStates(config, name).load();
      const state =
        failing === undefined
          ? html`<span class="good">ok</span>`
          : html`<span class="bad">${failing.code}</span> since ${time(failing.sinceMs)}`;
      return [shown(name), String(taken?.seq ?? 0), String(Math.max(0, head - (taken?.seq ?? 0))), state];
    }),
  );
}

function sessionRows({ sessions }: ConsoleDeps, own: string): readonly (readonly (Html | string)[])[] {
  return sessions
    .list()
    .map(({ id, startedAt, lastUsedAt, address }) => [
      time(startedAt),
      time(lastUsedAt),
      id === own ? `${address}, this tab` : address,
      id === own
        ? ''
        : actionForm({ action: '/actions/end-session', fields: { id } }, html`<button id="end-${id}">End</button>`),
    ]);
}
