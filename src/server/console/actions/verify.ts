import type { ConsoleDeps } from '../deps.ts';
import { html, type Html } from '../html.ts';

/** Walk the whole chain now. It reads every record, so it runs only when a person says so. */
export async function verifyAction({ runtime }: ConsoleDeps): Promise<Html> {
  const report = await runtime.trail.verify();
  if (report.kind === 'broken') {
    return html`<p class="bad">Broken at record ${String(report.seq)} (${report.fault}): ${report.explanation}.</p>`;
  }
  return html`<p class="good">
    Intact: ${String(report.records)} records fit together. Checkpoints and witnesses: see keyward audit verify.
  </p>`;
}
