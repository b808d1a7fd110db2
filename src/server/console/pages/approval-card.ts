import type { Summary } from '../../../approval/index.ts';
import { actionForm, ago, facts, html, time, type Html } from '../html.ts';
import { requestPart, stepsPart } from './request-part.ts';

/** One approval as a person sees it: the request first, the agent's own words last. */
export function approvalCard(summary: Summary, now: number): Html {
  const { id, ask, agent, item, client, session, claim, askedAt, answerBy, needed } = summary;
  return html`<article class="card" id="approval-${id}" aria-labelledby="host-${id}">
    ${ask.kind === 'request' ? requestPart(ask.request, id) : stepsPart(ask.steps, id)}
    ${facts([
      ['Item', item],
      ['Agent', agent],
      ['Client, as it says', client],
      ['Session', session],
      ['Asked', html`${ago(now - askedAt)} ago, ${time(askedAt)} UTC`],
      ['Answer until', html`${time(answerBy)} UTC`],
      ['People who must say yes', needed > 1 ? String(needed) : undefined],
    ])}
    ${claim === undefined ? '' : claimPart(claim)}
    ${decisionPart(summary)}
  </article>`;
}

function claimPart({ text, removed, cut }: NonNullable<Summary['claim']>): Html {
  const note = [
    removed > 0 ? `${String(removed)} invisible characters removed` : '',
    cut > 0 ? `${String(cut)} more characters` : '',
  ].filter((part) => part !== '');
  return html`<p class="claim">
    The agent says: <q>${text}</q>${note.length > 0 ? html` <span class="dim">(${note.join(', ')})</span>` : ''}
  </p>`;
}

function decisionPart(summary: Summary): Html {
  const { id, digest, tier } = summary;
  const about = aboutOf(summary);
  const yes =
    tier === 'strong'
      ? html`<p class="dim">This one asks for a passkey, which this console cannot take: it can be denied here.</p>`
      : html`<button class="yes" id="yes-${id}" name="answer" value="approve" aria-label="Approve ${about}">Approve</button>`;
  const form = html`${extentPart(summary)}${typedPart(summary)}
    <button class="no" id="no-${id}" name="answer" value="deny" aria-label="Deny ${about}">Deny</button>${yes}`;
  return actionForm(
    { action: '/actions/decide', fields: { id, digest }, settled: true },
    html`<div class="buttons">${form}</div>`,
  );
}

function aboutOf({ ask }: Summary): string {
  if (ask.kind === 'plan') return `this plan of ${String(ask.steps.length)} steps`;
  return `${ask.request.method} ${ask.request.host.name}${ask.request.path}`;
}

function extentPart({ ask, id }: Summary): Html | '' {
  const largest = ask.kind === 'request' ? ask.largestExtent : undefined;
  if (largest === undefined) return '';
  const minutes = String(Math.round(largest.ms / 60_000));
  return html`<label>
    A yes is for
    <select name="extent" id="extent-${id}">
      <option value="once">this request, once</option>
      <option value="largest">up to ${String(largest.uses)} such requests within ${minutes} minutes</option>
    </select>
  </label>`;
}

/** The host that a person types before saying yes to what destroys something; undefined where that is not needed. */
export function hostToType({ ask }: Summary): string | undefined {
  const all = ask.kind === 'plan' ? ask.steps : [ask.request];
  return all.find(({ destructive }) => destructive)?.host.name;
}

function typedPart(summary: Summary): Html | '' {
  const host = hostToType(summary);
  if (host === undefined) return '';
  return html`<label>
    This destroys something. To approve, type the host ${host}
    <input name="typed" id="typed-${summary.id}" autocomplete="off" autocapitalize="off" spellcheck="false" />
  </label>`;
}
