import process from 'node:process';
import { assertSafeProcess } from '../../config/index.ts';
import type { CommandContext } from '../define-command.ts';
import { find, ok, type Finding } from './finding.ts';

/** The program that runs Keyward, and how it was started. */
export async function checkProcess({ source: { env } }: CommandContext): Promise<readonly Finding[]> {
  return [
    // An older Node never gets here: bin.ts sends it away.
    await find('node', async () => ok(`Node ${process.versions.node} on ${process.platform}`)),
    await find('process', async () => {
      assertSafeProcess({ env, execArgv: process.execArgv });
      return ok('no flag or variable that opens this process to others');
    }),
  ];
}
