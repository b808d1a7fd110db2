import type { Resolved, Unresolved } from '../broker/index.ts';
import {
  ERROR_CODES,
  isKeywardError,
  KeywardError,
  retryOn,
  type Clock,
  type Random,
  type SecretValue,
} from '../core/index.ts';
import {
  locate,
  parseReference,
  readField,
  type LocatedField,
  type NotLocated,
  type ReadStore,
  type SecretReference,
} from '../secrets/index.ts';
import type { OpenedVaults, RemoteVaults } from './remote-vaults.ts';

export interface RemoteReaderDeps {
  readonly vaults: RemoteVaults;
  readonly clock: Clock;
  readonly random: Random;
}

export type RemoteResolution =
  | Pick<Resolved, 'kind' | 'value' | 'itemId' | 'vaultId'>
  | (Omit<Unresolved, 'callId'> & { readonly callId?: string });

/** Values opened here. The server has recorded each read before it sends what is to be opened. Its methods never throw. */
export interface RemoteReader {
  resolve(reference: string): Promise<RemoteResolution>;
  resolveAll(references: readonly string[]): Promise<ReadonlyMap<string, RemoteResolution>>;
}

export function createRemoteReader(deps: RemoteReaderDeps): RemoteReader {
  const resolve = async (text: string): Promise<RemoteResolution> => {
    try {
      return await resolveReference(deps, text);
    } catch (error) {
      return unresolved(error);
    }
  };
  return {
    resolve,
    async resolveAll(references) {
      const distinct = [...new Set(references)];
      const resolutions = await Promise.all(distinct.map(async (each) => [each, await resolve(each)] as const));
      return new Map(resolutions);
    },
  };
}

/**
 * Whatever is answered was asked of the server: what is kept only saves the looking for it. Where nothing came of that,
 * or nothing had to be opened, everything is looked for again.
 */
async function resolveReference(deps: RemoteReaderDeps, text: string): Promise<RemoteResolution> {
  const parsed = parseReference(text);
  if (parsed.kind === 'invalid') throw new KeywardError('REFERENCE_INVALID', parsed.reason);
  const { vaults } = deps;
  const { reference } = parsed;
  const cached = await read(deps, await vaults.cached(), reference).catch(unlessChanged);
  if (cached?.kind === 'read' && cached.wasOpened) return resolved(cached);
  vaults.forget();
  const found = await retryOn('ITEM_CHANGED', async () => {
    const opened = await vaults.fresh();
    const reading = await read(deps, opened, reference);
    if (reading.kind === 'missing' && reading.code === 'VAULT_NOT_FOUND') await refuseUsable(opened);
    return reading;
  });
  if (found.kind === 'read') return resolved(found);
  throw new KeywardError(found.code, found.reason, { hint: found.hint });
}

interface Reading {
  readonly kind: 'read';
  readonly value: SecretValue;
  readonly located: LocatedField;
  readonly wasOpened: boolean;
}

async function read(
  deps: RemoteReaderDeps,
  { readable }: OpenedVaults,
  reference: SecretReference,
): Promise<Reading | NotLocated> {
  const located = await locate(readable, reference);
  if (located.kind === 'missing') return located;
  let wasOpened = false;
  const store: Pick<ReadStore, 'open'> = {
    async open(item, requested) {
      wasOpened = true;
      return readable.open(item, requested);
    },
  };
  const value = await readField({ ...deps, store }, located, reference);
  return { kind: 'read', value, located, wasOpened };
}

function unlessChanged(error: unknown): undefined {
  if (!isKeywardError(error, 'ITEM_CHANGED', 'VAULT_KEY_CHANGED')) throw error;
}

function resolved({ value, located }: Reading): RemoteResolution {
  const { id: itemId, vaultId } = located.item;
  return { kind: 'resolved', value, itemId, vaultId };
}

// Without its key it is unknown which vault has that name. The server refuses one that may only be used, and records it.
async function refuseUsable({ grants, ask }: OpenedVaults): Promise<void> {
  const usable = grants.find(({ can }) => can === 'use');
  if (usable !== undefined) await ask(usable.vaultId);
}

function unresolved(error: unknown): RemoteResolution {
  if (!isKeywardError(error)) {
    const reason = 'something unexpected went wrong while the reference was resolved';
    return { kind: 'unresolved', code: 'INTERNAL', reason, hint: ERROR_CODES.INTERNAL.hint };
  }
  const { code, message: reason, hint, details } = error;
  const callId = details['call_id'];
  return {
    kind: 'unresolved',
    code,
    reason,
    hint: hint ?? ERROR_CODES[code].hint,
    ...(typeof callId === 'string' ? { callId } : {}),
  };
}
