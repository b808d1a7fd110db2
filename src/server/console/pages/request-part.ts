import type { RequestView, StepView } from '../../../approval/index.ts';
import { html, type Html } from '../html.ts';

type Host = RequestView['host'];

/** The request that will be sent: its host large, then what is done there. */
export function requestPart(request: RequestView, id: string): Html {
  const { host, encrypted, method, destructive, path, query, headers, flags, differences } = request;
  return html`<h2 id="host-${id}">${hostName(host)}</h2>
    <p class="domain">${domain(host)}${encrypted ? '' : html` <strong class="bad">Not encrypted.</strong>`}</p>
    ${list('flags', flags)}
    <p class="line"><span class="method${destructive ? ' destructive' : ''}">${method}</span><code>${path}</code></p>
    ${names(query, 'Query')} ${bodyPart(request)} ${names(headers, 'Headers')}
    ${differences.length === 0 ? '' : html`<p class="dim">Other than in the last approved request:</p>${list('flags', differences)}`}`;
}

export function stepsPart(steps: readonly StepView[], id: string): Html {
  return html`<h2 id="host-${id}">A plan of ${String(steps.length)} steps</h2>
    <ol>
      ${steps.map(
        ({ host, method, shape, uses, item, destructive }) =>
          html`<li>
            <span class="method${destructive ? ' destructive' : ''}">${method}</span><strong>${hostName(host)}</strong>
            <code>${shape}</code>, at most ${String(uses)} times, with ${item}
          </li>`,
      )}
    </ol>`;
}

// The registrable domain is who is really asked; what stands before it is up to that owner.
function hostName({ name, registrableDomain: domainName }: Host): Html {
  const at = domainName === undefined ? -1 : name.lastIndexOf(domainName);
  if (domainName === undefined || at < 0) return html`<b>${name}</b>`;
  return html`${name.slice(0, at)}<b>${domainName}</b>${name.slice(at + domainName.length)}`;
}

function domain({ registrableDomain: name, unicode }: Host): Html {
  const reads = unicode === undefined ? '' : html` In punycode; it reads <strong>${unicode}</strong>.`;
  return html`${name === undefined ? 'No registrable domain.' : html`Domain: <strong>${name}</strong>.`}${reads}`;
}

function list(name: string, lines: readonly string[]): Html | '' {
  return lines.length === 0 ? '' : html`<ul class="${name}">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

function names(pairs: RequestView['query'], title: string): Html | '' {
  if (pairs.length === 0) return '';
  const lines = pairs.map(([name, value]) => `${name}: ${value}`).join('\n');
  return html`<p class="dim">${title}</p><pre tabindex="0" aria-label="${title}">${lines}</pre>`;
}

function bodyPart({ body }: RequestView): Html | '' {
  if (body === undefined) return '';
  const { bytes, sha256 } = body;
  const size = html`<p class="dim">Body: ${String(bytes)} bytes, sha256 <code>${sha256}</code></p>`;
  if (body.kind === 'uninspectable')
    return html`${size}<p><strong class="bad">Uninspectable:</strong> ${body.why}.</p>`;
  const cut = body.cut > 0 ? html`<p class="bad">${String(body.cut)} more characters are not shown.</p>` : '';
  return html`${size}<pre tabindex="0" aria-label="Body">${body.text}</pre>${cut}`;
}
