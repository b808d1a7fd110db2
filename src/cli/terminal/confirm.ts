import { KeywardError } from '../../core/index.ts';
import type { CommandContext } from '../define-command.ts';

/**
 * Ask the person at the terminal before something that cannot be undone. A program that runs the command
 * is not asked: it said what it wants, and a `--yes` would tell nothing more.
 *
 * Throws `CLI_CANCELLED` for anything but a yes.
 */
export async function confirmUnlessYes({ terminal }: CommandContext, yes: boolean, question: string): Promise<void> {
  if (yes || !terminal.canAsk || (await terminal.confirm(question))) return;
  throw new KeywardError('CLI_CANCELLED', 'the command was cancelled');
}
