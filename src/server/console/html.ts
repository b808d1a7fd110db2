import { html } from 'hono/html';
import { visibleText } from '../../approval/index.ts';

export { html };

/** Markup of ours around text that was escaped. */
export type Html = ReturnType<typeof html>;

/** Text of any source as it stands there: what cannot be seen, or turns text around, is written as `\u{202e}`. */
export function shown(text: string): string {
  return visibleText(text);
}

/** `2026-11-23 21:54:07`, UTC, for people and programs. */
export function time(ms: number): Html {
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
}

/** How long ago, in the largest unit that fits. */
export function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${String(seconds)} s`;
  if (seconds < 7_200) return `${String(Math.round(seconds / 60))} min`;
  return seconds < 172_800 ? `${String(Math.round(seconds / 3_600))} h` : `${String(Math.round(seconds / 86_400))} d`;
}

/** A table that scrolls sideways by itself where the screen is narrow. */
export function table(name: string, headings: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  return html`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${headings.map((heading) => html`<th scope="col">${heading}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
      </tbody>
    </table>
  </div>`;
}

export function facts(pairs: readonly (readonly [string, Html | string | undefined])[]): Html {
  const known = pairs.filter(([, value]) => value !== undefined);
  return html`<dl>${known.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? ''}</dd></div>`)}</dl>`;
}

export interface ActionForm {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  /** Not sent within a moment of a change of the page: a click may have been meant for what was there before. */
  readonly settled?: boolean;
}

/** A form that the script of the console sends as JSON, with the button that was used. */
export function actionForm({ action, fields, settled = false }: ActionForm, content: Html): Html {
  const hidden = Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const guard = settled ? html` data-settled` : '';
  return html`<form data-action="${action}" ${guard}>${hidden}${content}</form>`;
}
