import { hasAuditKey, logKey, openAuditKey, readChain, readFolderNote, type Evidence } from '../../audit/index.ts';
import { checkpointFolders } from '../../app/index.ts';
import type { Runtime } from '../../app/index.ts';

/**
 * What we keep ourselves against which the trail can be held: our key, the checkpoint beside the vaults, and those of every target that
 * can be read.
 * Undefined before the first checkpoint. Throws what `openAuditKey` throws; makes no key.
 */
export async function localEvidence({
  config,
  storage,
  random,
  identity,
}: Runtime): Promise<Required<Pick<Evidence, 'keys' | 'notes'>> | undefined> {
  const chain = await readChain(storage.audit);
  if (chain === undefined || !(await hasAuditKey(config.home))) return undefined;
  const { publicKey } = await openAuditKey({ folder: config.home, random });
  const key = logKey(chain, publicKey);
  const notes = await Promise.all(checkpointFolders(config).map((folder) => readFolderNote(folder, key.name)));
  const report = identity.report();
  const reached = report.kind === 'anchored' ? [report.reached.note] : [];
  return { keys: [key], notes: [...reached, ...notes.filter((note) => note !== undefined)] };
}
