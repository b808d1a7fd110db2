import { SecretValue, silentLogger, systemRandom } from '../../src/core/index.ts';
import { createApprovals, type Approvals } from '../../src/approval/index.ts';
import { createAuditTrail, type AuditTrail } from '../../src/audit/index.ts';
import {
  createBroker,
  createUsageHistory,
  type Broker,
  type CallContext,
  type Caller,
} from '../../src/broker/index.ts';
import { createAgent, identifyByToken, type AgentWithToken } from '../../src/identity/index.ts';
import { createOutbound, type OutboundDeps } from '../../src/outbound/index.ts';
import { buildBinding, type Binding, type BindingFlags } from '../../src/policy/index.ts';
import { embeddedStore } from '../../src/secrets/index.ts';
import { openGrantedVaults } from '../../src/vault/index.ts';
import { onTestFinished } from 'vitest';
import { OWNER } from './approval-facts.ts';
import { openVaultKit, type TestClock, type VaultKit } from './vault-kit.ts';

/** A secret no test server would send by itself. Synthetic. */
export const CANARY = 'kwtest_9fQ2mX7vLr4TzB8nWc3YpHs6Jd1GkUaE';

export interface AgentKit extends VaultKit {
  readonly vaultId: string;
  readonly agent: AgentWithToken;
  readonly trail: AuditTrail;
  readonly broker: Broker;
  readonly approvals: Approvals;
  readonly caller: Caller;
  readonly context: CallContext;
  /** Types of the records in the order they were written, with their outcome codes. */
  recorded(): Promise<readonly string[]>;
  addItem(title: string, flags: BindingFlags | Binding, secret?: string): Promise<{ readonly id: string }>;
}

export const SESSION = { transport: 'stdio', connection_id: 'connection-of-the-test' } as const;

export interface AgentKitOptions {
  /** What stands between the broker and the network: a resolver, a proxy, a sleep, our own listeners. */
  readonly outbound?: Partial<OutboundDeps>;
  /** Reflections after which an item is locked, where a test needs more than the application allows. */
  readonly maxReflections?: number;
  /** Where a part of the test lives in real time: the token must be young for it too. */
  readonly clock?: TestClock;
}

/** One owner, one vault, one agent with `use`, and the real broker over real parts. */
export async function openAgentKit(options: AgentKitOptions = {}): Promise<AgentKit> {
  const kit = await openVaultKit(options.clock);
  const { storage, owner, clock } = kit;
  const vault = await owner.createVault('ai-agents');
  const deps = { store: storage.identity, owner, clock, random: systemRandom };
  const agent = await createAgent(deps, {
    name: 'claude-desktop',
    vaultIds: [vault.id],
    can: 'use',
    expiresInMs: 86_400_000,
  });
  const trail = createAuditTrail({ store: storage.audit, clock, random: systemRandom, logger: silentLogger });
  const outbound = createOutbound({ logger: silentLogger, clock, ...options.outbound });
  onTestFinished(() => outbound.close());
  const caller = callerByToken(kit, agent.token);
  const { maxReflections } = options;
  const approvals = approvalsOf(storage, clock);
  const usage = createUsageHistory({ store: storage.usage, maxReflections });
  const broker = createBroker({
    caller,
    trail,
    outbound,
    approvals,
    usage,
    clock,
    random: systemRandom,
    logger: silentLogger,
  });
  return {
    ...kit,
    vaultId: vault.id,
    agent,
    trail,
    broker,
    approvals,
    caller,
    context: { session: SESSION, signal: new AbortController().signal },
    async recorded() {
      const records = await trail.list({ limit: 1_000 });
      return records
        .toReversed()
        .map((record) => [record.type, codeOf(record)].filter((part) => part !== '').join(' '));
    },
    async addItem(title, flags, secret = CANARY) {
      const binding = 'rules' in flags ? flags : buildBinding(flags);
      return owner.createItem(vault.id, {
        title,
        binding: JSON.parse(JSON.stringify(binding)),
        fields: [{ id: 'credential', type: 'concealed', value: SecretValue.fromText(secret) }],
      });
    },
  };
}

/** Approvals with a list as their one channel, and one person who may answer. */
export function approvalsOf(storage: Pick<VaultKit['storage'], 'approvals'>, clock: VaultKit['clock']): Approvals {
  return createApprovals({
    store: storage.approvals,
    clock,
    random: systemRandom,
    logger: silentLogger,
    channels: [{ name: 'list', notify: async () => true }],
    policy: { approvers: async () => [OWNER] },
  });
}

/** As the application does: identify once, ask again on every call. */
export function callerByToken({ storage, clock }: VaultKit, token: string): Caller {
  let current = identifyByToken({ store: storage.identity, clock }, token);
  return {
    async identify() {
      const before = await current;
      const agent = before.kind === 'agent' ? await before.recheck() : before;
      current = Promise.resolve(agent);
      if (agent.kind === 'refused') return { kind: 'refused', reason: agent.reason };
      const vaults = openGrantedVaults({
        store: storage.vaults,
        ownerPublicKey: agent.ownerPublicKey,
        keys: agent.vaultKeys,
      });
      const store = embeddedStore({ vaults, changes: storage.identity.changes });
      return { kind: 'agent', principal: agent.principal, store };
    },
  };
}

function codeOf(record: Readonly<Record<string, unknown>>): string {
  const outcome = record['outcome'];
  if (typeof outcome !== 'object' || outcome === null) return '';
  if ('code' in outcome) return String(outcome.code);
  return 'result' in outcome ? String(outcome.result) : '';
}
