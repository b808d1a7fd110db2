import type { CommandContext } from '../define-command.ts';
import { createLogger } from '../logger.ts';
import { openOwner, type Owner } from './open-owner.ts';
import { openWorkshop, type Workshop } from './open-data-folder.ts';
import { readPassphrase } from './passphrase.ts';

/** Do something with the open data folder and close it again, whatever happens. */
export async function withWorkshop<T>(context: CommandContext, work: (workshop: Workshop) => Promise<T>): Promise<T> {
  const workshop = await openWorkshop({ ...context, logger: createLogger(context) });
  try {
    return await work(workshop);
  } finally {
    await workshop.close();
  }
}

/** The same as the owner. The first command of all makes the owner key, and says so. */
export async function withOwner<T>(context: CommandContext, work: (owner: Owner) => Promise<T>): Promise<T> {
  return withWorkshop(context, async (workshop) => {
    const owner = await openOwner(workshop, { passphrase: () => readPassphrase(context) });
    if (owner.isNew) context.terminal.say(`made the data folder ${context.config.home} and its owner key`);
    return work(owner);
  });
}
