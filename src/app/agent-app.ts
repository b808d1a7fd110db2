import { agentActor, actor, recordRefusal } from '../audit/index.ts';
import { createBroker, createUsageHistory, onItemChanges, type Broker, type Caller } from '../broker/index.ts';
import { KeywardError, newId, type SecretValue, type SessionFacts } from '../core/index.ts';
import { identifyAsOwner, identifyByToken, type Identification } from '../identity/index.ts';
import { openScrubPool } from '../redaction/index.ts';
import { openApprovals } from './approvals.ts';
import { startBackground, type BackgroundOptions } from './background/start-background.ts';
import { unlockOwnerVaults } from './owner-vaults.ts';
import { createCaller } from './rechecked-agent.ts';
import { withNewRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';

export interface AgentOptions extends BackgroundOptions {
  /** Act as this agent by the owner's key; without it the token of the configuration says who acts. */
  readonly agentName?: string | undefined;
  /** Act as this token's agent, whatever token the configuration has. */
  readonly token?: string | undefined;
  /** Opens the owner key where it is wrapped with one. */
  readonly passphrase?: SecretValue | undefined;
}

export interface AgentApp {
  readonly broker: Broker;
  /** Why no agent could be identified at the start; every call is then refused, and recorded. */
  readonly refusedBecause: string | undefined;
  /**
   * Call `listener` whenever another process changed what this agent may use: items, bindings, grants, its restriction.
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
export async function openAgentApp(options: RuntimeOptions & AgentOptions): Promise<AgentApp> {
  return withNewRuntime(options, async (runtime) => agentAppOn(runtime, options));
}

/** The same on an open runtime, which it closes with itself. */
export async function agentAppOn(runtime: Runtime, options: AgentOptions): Promise<AgentApp> {
  const { logger } = runtime;
  const brokers = await openBrokers(runtime, options);
  const identification = await identify(runtime, options);
  await recordSession(runtime, identification, options.session);
  const caller = createCaller(identification, runtime);
  const broker = brokers.createBroker(caller);
  return {
    broker,
    refusedBecause: identification.kind === 'refused' ? identification.because : undefined,
    onItemsChanged: (listener) => onItemChanges({ caller, logger }, listener),
    async close() {
      await broker.settled();
      await brokers.close();
      await runtime.close();
    },
  };
}

/** Brokers of one process: all count against the same limits, and write one trail. */
export interface Brokers {
  createBroker(caller: Caller): Broker;
  /** Ends what runs beside calls. To be called when no call is under way. */
  close(): Promise<void>;
}

/** Throws `AUDIT_UNWRITABLE` and `STORAGE_*`. */
export async function openBrokers(runtime: Runtime, options: BackgroundOptions): Promise<Brokers> {
  const { storage, trail, clock, random, logger, config } = runtime;
  const background = await startBackground(runtime, options);
  const usage = createUsageHistory({ store: storage.usage, maxReflections: config.maxReflections });
  const { fingerprint } = background;
  const { calls: outbound } = await runtime.network();
  const scrubPool = openScrubPool();
  const approvals = openApprovals(runtime);
  return {
    createBroker: (caller) =>
      createBroker({ caller, trail, outbound, approvals, usage, fingerprint, scrubPool, clock, random, logger }),
    async close() {
      await approvals.settled();
      await scrubPool?.close();
      await background.close();
    },
  };
}

async function identify(runtime: Runtime, options: AgentOptions): Promise<Identification> {
  const { storage, clock, config } = runtime;
  const { agentName, passphrase, session, token = config.serviceAccountToken } = options;
  const deps = { store: storage.identity, clock };
  if (agentName !== undefined) {
    const owner = await unlockOwnerVaults(runtime, { session, passphrase: async () => passphrase });
    if (owner !== undefined) return identifyAsOwner({ ...deps, owner }, agentName);
    throw new KeywardError('IDENTITY_AGENT_NOT_FOUND', 'the data folder has no vaults and no agents yet');
  }
  if (token !== undefined) return identifyByToken(deps, token);
  throw new KeywardError(
    'CONFIG_INVALID',
    'say which agent: --agent-token NAME, --agent NAME, or a token in KEYWARD_SERVICE_ACCOUNT_TOKEN',
  );
}

async function recordSession(
  { trail, random }: Pick<Runtime, 'trail' | 'random'>,
  identification: Identification,
  facts: Partial<SessionFacts>,
): Promise<void> {
  const callId = newId(random);
  if (identification.kind === 'refused') {
    const { code, because } = identification;
    await recordRefusal(trail, { callId, session: actor('unknown', facts), code, because });
    return;
  }
  const { agentId: id, agentName: name } = identification.principal;
  const session = agentActor(identification.principal, facts);
  await trail.record({ type: 'session.opened', call_id: callId, session, agent: { id, name } });
}
