import { html, type Html } from './html.ts';

export interface Series {
  readonly name: string;
  readonly colour: 1 | 2 | 3;
  /** One for each bucket, the oldest first. */
  readonly counts: readonly number[];
  readonly from: string;
  readonly to: string;
}

const HEIGHT = 40;
const STEP = 6;

/** Counts over time as bars, with the same in words for readers that see no picture. */
export function barChart({ name, colour, counts, from, to }: Series): Html {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(1, ...counts);
  const width = counts.length * STEP;
  const words = `${name}: ${String(total)} from ${from} to ${to} UTC, at most ${String(Math.max(0, ...counts))} in one bar`;
  return html`<figure>
    <figcaption><strong>${name}</strong> <span>${String(total)}</span></figcaption>
    <svg viewBox="0 0 ${String(width)} ${String(HEIGHT)}" preserveAspectRatio="none" role="img" aria-label="${words}">
      <rect class="base" x="0" y="${String(HEIGHT - 1)}" width="${String(width)}" height="1" />
      ${counts.map((count, index) => bar(index, Math.ceil((count / most) * (HEIGHT - 2)), colour))}
    </svg>
    <div class="axis"><span>${from}</span><span>${to}</span></div>
  </figure>`;
}

function bar(index: number, height: number, colour: number): Html | '' {
  if (height === 0) return '';
  const [x, y] = [String(index * STEP + 1), String(HEIGHT - 1 - height)];
  return html`<rect class="bar${String(colour)}" x="${x}" y="${y}" width="${String(STEP - 2)}" height="${String(height)}" />`;
}
