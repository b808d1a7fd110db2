import type { AuditRecord } from '../../../audit/index.ts';
import type { ConsoleDeps } from '../deps.ts';
import { facts, html, time, type Html } from '../html.ts';

/** How far the trail reaches, and when it was last signed. Reads three rows. */
export async function verifyState({ runtime }: Pick<ConsoleDeps, 'runtime'>): Promise<Html> {
  const { storage, trail } = runtime;
  const [head, [checkpoint]] = await Promise.all([
    storage.audit.head(),
    trail.list({ types: ['audit.checkpoint'], limit: 1 }),
  ]);
  return facts([
    ['Last record', head === undefined ? 'none' : html`${String(head.seq)}, <code>${head.hash.slice(0, 16)}…</code>`],
    ['Last signed checkpoint', signedAt(checkpoint)],
  ]);
}

function signedAt(checkpoint: AuditRecord | undefined): Html | string {
  if (checkpoint === undefined) return 'none';
  return html`record ${String(checkpoint.seq)}, ${time(Date.parse(checkpoint.at))} UTC`;
}
