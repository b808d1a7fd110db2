import { createAuditTrail, type AuditTrail } from '../audit/index.ts';
import { createBroker, createUsageHistory, watchItems, type Broker, type Caller } from '../broker/index.ts';
import { startCheckpointing } from './background/checkpoint-scheduler.ts';
import type { Config } from '../config/index.ts';
import {
  newId,
  KeywardError,
  systemClock,
  systemRandom,
  type JsonObject,
  type Logger,
  type SecretValue,
} from '../core/index.ts';
import { ready } from '../crypto/index.ts';
import { identifyAsOwner, identifyByToken, type Identification, type IdentifiedAgent } from '../identity/index.ts';
import { createOutbound, type EgressProxy, type OutboundDeps } from '../outbound/index.ts';
import { embeddedStore, type SecretStore } from '../secrets/index.ts';
import { recordSettings } from './background/record-config-change.ts';
import { startSinking } from './background/sinks.ts';
import { openStorage, type Storage } from '../storage/index.ts';
import { unlockOwner } from './unlock-owner.ts';
import { openGrantedVaults, openOwnerKeySource, openOwnerVaults, prepareDataFolder } from '../vault/index.ts';
import { startWatching } from './background/anomaly-monitor.ts';

export interface AgentAppOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Act as this agent by the owner's key; without it the token of the configuration says who acts. */
  readonly agentName?: string | undefined;
  /** Act as this token's agent, whatever token the configuration has. */
  readonly token?: string | undefined;
  /** Opens the owner key where it is wrapped with one. */
  readonly passphrase?: SecretValue | undefined;
  /** Session context of the connection, for the records about coming and going. */
  readonly session: JsonObject;
  /** Version of Keyward. Servers give it, and send the trail to its sinks; a library does not. */
  readonly version?: string | undefined;
}

export interface AgentApp {
  readonly broker: Broker;
  /** Why nobody could be identified at the start; every call is then refused, and recorded. */
  readonly refusedBecause: string | undefined;
  /**
   * Call `listener` whenever another process changed what this agent may use: items, bindings, grants, its standing.
   * Answers how to stop.
   */
  onItemsChanged(listener: () => void): () => void;
  /** Waits for calls under way, then closes connections and files. */
  close(): Promise<void>;
}

/**
 * Everything an agent's server is made of, for one agent on one data folder.
 *
 * Throws `CONFIG_INVALID` when nothing says which agent, `VAULT_FOLDER_UNSAFE`, `VAULT_LOCKED` and
 * `STORAGE_*` when it cannot be opened. A token that is not valid does not throw: the refusal is the
 * answer to every call.
 */
export async function openAgentApp(options: AgentAppOptions): Promise<AgentApp> {
  const { logger } = options;
  const parts = await openParts(options);
  const { storage, trail } = parts;
  const identification = await identify(options, parts);
  await recordSession(trail, identification, options.session);
  const caller = createCaller(identification, storage);
  const broker = parts.createBroker(caller);
  return {
    broker,
    refusedBecause: identification.kind === 'refused' ? identification.because : undefined,
    onItemsChanged: (listener) => watchItems({ caller, logger }, listener),
    async close() {
      await broker.settled();
      await parts.close();
    },
  };
}

export interface PartsOptions extends Pick<AgentAppOptions, 'config' | 'logger' | 'session' | 'version'> {
  /** Sockets this process listens on; calls never connect to them. */
  readonly ownListeners?: OutboundDeps['ownListeners'];
}

/** What every server is made of, whoever it serves. */
export interface Parts {
  readonly storage: Storage;
  readonly trail: AuditTrail;
  createBroker(caller: Caller): Broker;
  /** To be called when no call is under way. */
  close(): Promise<void>;
}

/** Throws `VAULT_FOLDER_UNSAFE` and `STORAGE_*`. */
export async function openParts({ config, logger, session, version, ownListeners }: PartsOptions): Promise<Parts> {
  await prepareDataFolder(config.home);
  const [storage] = await Promise.all([openStorage({ folder: config.home, logger }), ready()]);
  const deps = { clock: systemClock, random: systemRandom, logger };
  const trail = createAuditTrail({ store: storage.audit, ...deps });
  await trail.recoverOpenIntents();
  await recordSettings({ trail, settings: config.settings, session, logger });
  const outbound = createOutbound({ logger, clock: systemClock, egressProxy: proxyOf(config), ownListeners });
  const checkpointing = await startCheckpointing({ config, store: storage.audit, trail, session, ...deps });
  const watching = startWatching({
    config,
    store: storage.audit,
    identity: storage.identity,
    trail,
    session,
    ...deps,
  });
  const sinking =
    version === undefined ? undefined : startSinking({ config, storage, trail, session, version, ...deps });
  const usage = createUsageHistory({ store: storage.usage, maxReflections: config.maxReflections });
  const { fingerprint } = checkpointing;
  return {
    storage,
    trail,
    createBroker: (caller) => createBroker({ caller, trail, outbound, usage, fingerprint, ...deps }),
    async close() {
      await outbound.close();
      await watching.close();
      await checkpointing.close();
      // Last, so that what the others recorded at the end is sent too.
      await sinking?.close();
      await trail.close();
      await storage.close();
    },
  };
}

function proxyOf({ egressProxy }: Config): EgressProxy | undefined {
  return egressProxy === undefined ? undefined : { url: egressProxy };
}

async function identify(options: AgentAppOptions, { storage, trail }: Parts): Promise<Identification> {
  const { config, agentName, passphrase, session, token = config.serviceAccountToken } = options;
  const deps = { store: storage.identity, clock: systemClock };
  if (agentName !== undefined) {
    const source = openOwnerKeySource({ folder: config.home, keychain: config.keychain, random: systemRandom });
    const unlocking = { source, trail, session, random: systemRandom, passphrase: async () => passphrase };
    const ownerKey = await unlockOwner(unlocking);
    if (ownerKey === undefined)
      throw new KeywardError('IDENTITY_AGENT_NOT_FOUND', 'this data folder has no vaults and no agents yet');
    const owner = await openOwnerVaults({ store: storage.vaults, ownerKey, clock: systemClock, random: systemRandom });
    return identifyAsOwner({ ...deps, owner }, agentName);
  }
  if (token !== undefined) return identifyByToken(deps, token);
  throw new KeywardError(
    'CONFIG_INVALID',
    'say which agent: --agent-token NAME, --agent NAME, or a token in KEYWARD_SERVICE_ACCOUNT_TOKEN',
  );
}

async function recordSession(trail: AuditTrail, identification: Identification, session: JsonObject): Promise<void> {
  const call_id = newId(systemRandom);
  if (identification.kind === 'refused') {
    const outcome = { result: 'denied', code: identification.code } as const;
    await trail.record({
      type: 'session.refused',
      call_id,
      session,
      outcome,
      detail: { because: identification.because },
    });
    return;
  }
  const { agentId: id, agentName: name } = identification.principal;
  await trail.record({
    type: 'session.opened',
    call_id,
    session: { principal: { kind: 'agent', id, name }, ...session },
    agent: { id, name },
  });
}

/**
 * The caller behind a connection. It is identified again on every call; only while nothing in the
 * database changed are its vaults taken as they were.
 */
export function createCaller(first: Identification, storage: Storage): Caller {
  // Kept while it is refused: an agent that was suspended may be resumed.
  let agent = first.kind === 'agent' ? first : undefined;
  let opened: { readonly agent: IdentifiedAgent; readonly store: SecretStore } | undefined;
  return {
    async identify() {
      const current = agent === undefined ? first : await agent.recheck();
      if (current.kind === 'refused') return { kind: 'refused', reason: current.reason };
      agent = current;
      if (opened?.agent !== current) opened = { agent: current, store: openStore(current, storage) };
      return { kind: 'agent', principal: current.principal, store: opened.store };
    },
  };
}

function openStore({ ownerPublicKey, vaultKeys }: IdentifiedAgent, storage: Storage): SecretStore {
  const vaults = openGrantedVaults({ store: storage.vaults, ownerPublicKey, keys: vaultKeys });
  return embeddedStore({ vaults, changes: storage.identity.changes });
}
