import { ROUTES } from '../api/index.ts';
import { KeywardError, UNCHANGING, type Clock } from '../core/index.ts';
import { identifyByToken, type Grant, type IdentifiedAgent } from '../identity/index.ts';
import { readStore, type ReadStore } from '../secrets/index.ts';
import { openReadVaults } from '../vault/index.ts';
import type { AskApi } from './api-caller.ts';
import { recordOf, vaultHeadsOf, type SentAgent } from './rows.ts';
import { createSealedSource } from './sealed-source.ts';
import { createVersionFloor, type VersionFloor } from './version-floor.ts';

/** The vaults a token may read, opened here. */
export interface OpenedVaults {
  readonly readable: ReadStore;
  /** All that the owner signed for the agent. */
  readonly grants: readonly Grant[];
  /** Ask the server for the items of a vault, whether or not it may be read. */
  ask(vaultId: string): Promise<unknown>;
}

export interface RemoteVaults {
  /**
   * As they were when the server last told of a change. It says no to whatever is opened by something that was found
   * before another change: `ITEM_CHANGED`.
   */
  cached(): Promise<OpenedVaults>;
  /** As they are now, for this once. */
  fresh(): Promise<OpenedVaults>;
  /** To be called when something turned out to be no longer as it was. */
  forget(): void;
}

export interface RemoteVaultsDeps {
  readonly ask: AskApi;
  readonly token: string;
  readonly clock: Clock;
}

/**
 * The same identification, and the same vaults, as on the machine of the server: only the rows come from elsewhere.
 *
 * Both throw `IDENTITY_TOKEN_INVALID`, `IDENTITY_STATEMENT_TAMPERED` when the token does not bear out what was sent, and
 * what asking throws.
 */
export function openRemoteVaults(deps: RemoteVaultsDeps): RemoteVaults {
  const floors = { vaults: createVersionFloor(), items: createVersionFloor() };
  let cached: Promise<OpenedVaults> | undefined;
  const forget = (): void => {
    cached = undefined;
  };
  const open = async (isCached: boolean): Promise<OpenedVaults> => {
    const check = floors.vaults.begin();
    const sent = await deps.ask(ROUTES.sealedAgent);
    for (const vault of sent.vaults) check(vault.id, vault.key_version);
    return openVaults({ ...deps, sent, isCached, versions: floors.items, onChange: forget });
  };
  return {
    async cached() {
      const opened = (cached ??= open(true));
      return opened.catch((error: unknown) => {
        if (cached === opened) forget();
        throw error;
      });
    },
    fresh: async () => open(false),
    forget,
  };
}

interface Opening extends RemoteVaultsDeps {
  readonly sent: SentAgent;
  readonly isCached: boolean;
  readonly versions: VersionFloor;
  readonly onChange: () => void;
}

async function openVaults({ sent, isCached, versions, onChange, ...deps }: Opening): Promise<OpenedVaults> {
  const { ask } = deps;
  const { principal, ownerPublicKey, vaultKeys, signedGrants: grants } = await identify(deps, sent);
  const readableIds = new Set(principal.grants.filter(({ can }) => can === 'read').map(({ vaultId }) => vaultId));
  const keys = vaultKeys.filter(({ vaultId }) => readableIds.has(vaultId));
  const { change } = sent;
  const source = createSealedSource({ ask, heads: vaultHeadsOf(sent), change, isCached, versions, onChange });
  const vaults = openReadVaults({ source, ownerPublicKey, keys });
  return {
    // What is remembered goes with all of this when anything changed.
    readable: readStore({ vaults, changes: UNCHANGING }),
    grants,
    ask: async (vaultId) => source.listItems(vaultId),
  };
}

async function identify({ token, clock }: RemoteVaultsDeps, sent: SentAgent): Promise<IdentifiedAgent> {
  const store = {
    findAgentByToken: async () => recordOf(sent),
    findAgent: async () => recordOf(sent),
    // Counted where it can be: by the server, before it sends what is sealed.
    spendUse: async () => true,
    changes: UNCHANGING,
  };
  const identified = await identifyByToken({ store, clock }, token);
  if (identified.kind === 'agent') return identified;
  if (identified.because === 'expired') throw new KeywardError('IDENTITY_TOKEN_INVALID', identified.reason);
  throw new KeywardError('IDENTITY_STATEMENT_TAMPERED', 'the server sent what the owner of this token never signed');
}
