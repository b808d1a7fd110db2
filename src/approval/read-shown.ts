import type { ApprovalRow } from './store.ts';
import type { Summary } from './summary.ts';

/** What a person is shown of an approval; undefined once it has ended. */
export function readShown({ shown }: Pick<ApprovalRow, 'shown'>): Summary | undefined {
  // Written by `questionRow` or `planRow` of the same release or an earlier one, and nothing else.
  return shown === undefined ? undefined : (JSON.parse(shown) as Summary);
}
