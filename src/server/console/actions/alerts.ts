import { isKeywardError } from '../../../core/index.ts';
import { acknowledgeAlert } from '../../../detection/index.ts';
import type { ActionRequest, ConsoleDeps } from '../deps.ts';
import { html, type Html } from '../html.ts';

/** Acknowledge an alert. Undefined when none is open by that id. */
export async function acknowledgeAction(
  { runtime }: ConsoleDeps,
  { fields, person }: ActionRequest,
): Promise<Html | undefined> {
  const { storage, trail } = runtime;
  try {
    await acknowledgeAlert({ store: storage.audit, trail, session: person }, fields['id'] ?? '');
  } catch (error) {
    if (isKeywardError(error, 'AUDIT_NOT_FOUND')) return undefined;
    throw error;
  }
  return html`<p class="good">Acknowledged.</p>`;
}
