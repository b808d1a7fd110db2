import type { Command } from '../define-command.ts';

export interface CommandEntry {
  /** As typed: `vault create`. */
  readonly words: string;
  readonly summary: string;
  /** Imported when it is run, so that a server starts without loading what it never uses. */
  load(): Promise<Command>;
}
