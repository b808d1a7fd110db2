import type { ActionRequest, ConsoleDeps } from '../deps.ts';
import { html, type Html } from '../html.ts';

/** End another session of this console. Undefined for an unknown one. */
export async function endSessionAction(
  { sessions }: ConsoleDeps,
  { fields }: ActionRequest,
): Promise<Html | undefined> {
  return sessions.end(fields['id'] ?? '') ? html`<p class="good">The session has ended.</p>` : undefined;
}

export async function signOutAction({ sessions }: ConsoleDeps, { sessionId }: ActionRequest): Promise<Html> {
  sessions.end(sessionId);
  return html`<p>Signed out.</p>`;
}
