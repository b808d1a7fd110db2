import { isKeywardError } from '../core/index.ts';
import type { AuditTrail } from './create-audit-trail.ts';
import type { AuditEvent } from './event.ts';

/**
 * Make a change of the owner and record it as a call is recorded: `change.intent` is durable before
 * `change` runs, and the event with its outcome before the result is returned.
 *
 * `event.call_id` joins the two records. `describe` adds what is known only afterwards, such as the id of
 * what was made. Throws what `change` throws, or `AUDIT_UNWRITABLE`: from before the change, which then
 * was not made, or from after it, and then the next start records its outcome as unknown.
 */
export async function recordChange<T>(
  trail: Pick<AuditTrail, 'record'>,
  event: AuditEvent & { readonly call_id: string },
  work: { change(): Promise<T>; describe?(result: T): Partial<AuditEvent> },
): Promise<T> {
  await trail.record({ ...event, type: 'change.intent', detail: { ...event.detail, change: event.type } });
  const result = await work.change().catch(async (error: unknown) => {
    const code = isKeywardError(error) ? error.code : 'INTERNAL';
    await trail.record({ ...event, outcome: { result: 'failed', code } });
    throw error;
  });
  await trail.record({ ...event, ...work.describe?.(result), outcome: { result: 'ok' } });
  return result;
}
