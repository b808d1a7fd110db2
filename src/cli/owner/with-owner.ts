import { openRuntime, type Runtime } from '../../app/index.ts';
import type { CommandContext } from '../define-command.ts';
import { createLogger } from '../logger.ts';
import { openOwner, type Owner } from './open-owner.ts';
import { readPassphrase } from './passphrase.ts';

/** Do something with the open data folder and close it again, whatever happens. */
export async function withRuntime<T>(context: CommandContext, work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const runtime = await openRuntime({ ...context, logger: createLogger(context) });
  try {
    return await work(runtime);
  } finally {
    await runtime.close();
  }
}

/** The same as the owner. The first command of all makes the owner key, and says so. */
export async function withOwner<T>(context: CommandContext, work: (owner: Owner) => Promise<T>): Promise<T> {
  return withRuntime(context, async (runtime) => {
    const owner = await openOwner(runtime, { passphrase: () => readPassphrase(context) });
    if (owner.isNew) context.terminal.say(`made the data folder ${context.config.home} and its owner key`);
    return work(owner);
  });
}
