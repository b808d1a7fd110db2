import { ROUTES } from '../api/index.ts';
import { KeywardError } from '../core/index.ts';
import type { OverviewRow, SealedSource, VaultHead } from '../vault/index.ts';
import type { AskApi } from './api-caller.ts';
import { overviewRowOf } from './rows.ts';
import type { VersionFloor } from './version-floor.ts';

export interface SealedSourceDeps {
  readonly ask: AskApi;
  readonly heads: ReadonlyMap<string, VaultHead>;
  /** The state of the server's database that `heads` are of. */
  readonly change: string;
  /** What is found may be opened later, and then only while nothing changed. */
  readonly isCached: boolean;
  readonly versions: VersionFloor;
  /** Called when an answer is of another state. */
  readonly onChange: () => void;
}

/**
 * Rows as a server sends them. A database gives the rows that were asked for; a server may send others
 * that are as genuine, so each is compared with what was asked.
 */
export function createSealedSource(deps: SealedSourceDeps): SealedSource {
  const { ask, heads, change, isCached, versions } = deps;
  const notice = (state: string): void => {
    if (state !== change) deps.onChange();
  };
  const list = async (vaultId: string, titleHash?: Uint8Array): Promise<readonly OverviewRow[]> => {
    const check = versions.begin();
    const query = titleHash === undefined ? {} : { title_hash: Buffer.from(titleHash).toString('base64url') };
    const answer = await ask(ROUTES.sealedItems, { path: { vault_id: vaultId }, query });
    notice(answer.change);
    const rows = answer.items.map(overviewRowOf);
    for (const row of rows) {
      const isRequested = titleHash === undefined || Buffer.from(titleHash).equals(row.titleHash);
      assertAsked(row.vaultId === vaultId && isRequested);
      check(row.id, row.version);
    }
    return rows;
  };
  return {
    getVault: async (vaultId) => heads.get(vaultId),
    listItems: async (vaultId) => list(vaultId),
    findItems: async (vaultId, titleHash) => list(vaultId, titleHash),
    async getItem(vaultId, itemId) {
      const check = versions.begin();
      const path = { vault_id: vaultId, item_id: itemId };
      const answer = await orNothing(ask(ROUTES.sealedOverview, { path }));
      if (answer === undefined) return undefined;
      notice(answer.change);
      const row = overviewRowOf(answer.item);
      assertAsked(row.vaultId === vaultId && row.id === itemId);
      check(row.id, row.version);
      return row;
    },
    async getDetails({ vaultId, id, version }, requested) {
      const path = { vault_id: vaultId, item_id: id };
      const body = { version, ...requested, ...(isCached ? { change } : {}) };
      const { item } = await ask(ROUTES.openItem, { path, body });
      assertAsked(item.vault_id === vaultId && item.id === id);
      return { ...overviewRowOf(item), details: item.details };
    },
  };
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: unknown) => {
    if (error instanceof KeywardError && error.code === 'ITEM_NOT_FOUND') return undefined;
    throw error;
  });
}

function assertAsked(isRequested: boolean): void {
  if (!isRequested)
    throw new KeywardError('VAULT_RECORD_TAMPERED', 'the server sent another row than the requested one');
}
