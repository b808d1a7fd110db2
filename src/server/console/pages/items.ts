import { bindingSchema, describeBinding } from '../../../policy/index.ts';
import type { ItemOverview } from '../../../vault/index.ts';
import type { ConsoleDeps, PageRequest } from '../deps.ts';
import { facts, html, shown, time, type Html } from '../html.ts';

const MAX_SHOWN = 100;

/** Items and where each may go. No field is opened for it. */
export async function itemsPage(deps: ConsoleDeps, { query }: PageRequest): Promise<Html> {
  const wanted = (query.get('q') ?? '').trim();
  const all = await (await deps.vaults.openAll()).list();
  const fitting = all.filter((item) => nameOf(item).toLowerCase().includes(wanted.toLowerCase()));
  const items = fitting.slice(0, MAX_SHOWN);
  const lastUses = await Promise.all(items.map(async ({ id }) => lastUse(deps, id)));
  return html`<h1>Items</h1>
    <form class="filter" role="search" aria-label="Filter the items">
      <label>Name <input name="q" id="filter-q" value="${wanted}" autocomplete="off" /></label><button id="filter-go">Filter</button>
    </form>
    ${items.length === 0 ? html`<p class="empty">No item fits.</p>` : ''} ${items.map((item, index) => card(item, lastUses[index]))}
    ${fitting.length > MAX_SHOWN ? html`<p class="dim">${String(fitting.length - MAX_SHOWN)} more fit.</p>` : ''}`;
}

function card(item: ItemOverview, lastUsed: number | undefined): Html {
  const { id, category, version, updatedAt, fieldIds } = item;
  const binding = item.binding === undefined ? undefined : bindingSchema.safeParse(item.binding).data;
  return html`<article class="card" aria-labelledby="item-${id}">
    <h2 class="small" id="item-${id}">${shown(nameOf(item))}</h2>
    ${
      binding === undefined
        ? html`<p class="dim">It has no binding, so no call may use it.</p>`
        : html`<ul>
          ${describeBinding(binding).map((line) => html`<li>${shown(line)}</li>`)}
        </ul>`
    }
    ${facts([
      ['Category', shown(category)],
      ['Fields', shown(fieldIds.map(({ label }) => label).join(', ')) || 'none'],
      ['Version', html`${String(version)}, ${time(updatedAt)} UTC`],
      ['Last use', lastUsed === undefined ? 'never' : html`${time(lastUsed)} UTC`],
      ['Records', html`<a href="/activity?item=${id}">of this item</a>`],
    ])}
  </article>`;
}

function nameOf({ vaultName, title }: ItemOverview): string {
  return `${vaultName}/${title}`;
}

async function lastUse({ runtime }: ConsoleDeps, item: string): Promise<number | undefined> {
  const [record] = await runtime.trail.list({ item, types: ['call.outcome'], limit: 1 });
  return record && Date.parse(record.at);
}
