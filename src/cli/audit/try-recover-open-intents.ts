import { isKeywardError } from '../../core/index.ts';
import type { CommandContext } from '../define-command.ts';
import type { Runtime } from '../../app/index.ts';

/** Close what crashed processes left open, before the trail is read. Reading goes on when it cannot be written. */
export async function tryRecoverOpenIntents({ trail }: Runtime, { terminal }: CommandContext): Promise<void> {
  try {
    await trail.recoverOpenIntents();
  } catch (error) {
    if (!isKeywardError(error, 'AUDIT_UNWRITABLE', 'STORAGE_UNAVAILABLE')) throw error;
    terminal.say('the audit trail cannot be written: calls and changes are refused until it can');
  }
}
