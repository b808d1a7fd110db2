import { lstat } from 'node:fs/promises';
import type { Config } from '../../config/index.ts';
import { prepareDataFolder } from '../../vault/index.ts';
import { find, ok, warn, type Finding } from './finding.ts';

/** The data folder, without making it: looking must not change anything. */
export async function checkFolder({ home }: Config): Promise<Finding> {
  return find('folder', async () => {
    if (!(await exists(home))) return warn(`${home} is not there yet: the first command makes it`);
    await prepareDataFolder(home);
    return ok(`${home} is yours alone`);
  });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
