import type { ChangeFeed } from '../core/index.ts';

/** Bytes the owner signed. The columns beside a statement are for look-up only and never believed. */
export interface SignedRow {
  readonly statement: Uint8Array;
  readonly signature: Uint8Array;
}

export interface AgentRow extends SignedRow {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
}

export interface TokenRow extends SignedRow {
  readonly id: string;
  readonly agentId: string;
  /** MAC over the owner's public key under a key only the token holder derives: names the true owner. */
  readonly ownerMac: Uint8Array;
  readonly createdAt: number;
  readonly revokedAt: number | undefined;
  /** How often it has been used, for tokens whose uses are counted. */
  readonly uses: number;
}

/** A statement about a token instead of the one before. */
export interface TokenChange {
  readonly tokenId: string;
  readonly before: Uint8Array;
  readonly after: SignedRow;
}

/** A statement about an agent instead of the one before. */
export interface AgentChange {
  readonly agentId: string;
  readonly before: Uint8Array;
  readonly after: SignedRow;
}

export interface GrantRow extends SignedRow {
  readonly id: string;
  readonly agentId: string;
  readonly vaultId: string;
}

/** A vault key sealed to one token's public key. Deleting it takes the vault away from that token. */
export interface SealedKeyRow {
  readonly tokenId: string;
  readonly vaultId: string;
  readonly keyVersion: number;
  readonly sealedKey: Uint8Array;
}

/** What is held against an agent that behaved unusually. A throttle ends at `until`; a suspension only by the owner. */
export type Restriction =
  | { readonly kind: 'suspended'; readonly since: number }
  | { readonly kind: 'throttled'; readonly since: number; readonly until: number };

/** Everything about one agent, read in one transaction. */
export interface AgentRecord {
  readonly agent: AgentRow;
  readonly tokens: readonly TokenRow[];
  readonly grants: readonly GrantRow[];
  readonly sealedKeys: readonly SealedKeyRow[];
  readonly restriction?: Restriction | undefined;
}

export interface TokenAddition {
  readonly token: TokenRow;
  readonly sealedKeys: readonly SealedKeyRow[];
  /** Tokens of the same agent that end at `at`. */
  readonly retire: readonly string[];
  /** Tokens of the same agent that end earlier than they did. */
  readonly shorten: readonly TokenChange[];
  readonly at: number;
}

/**
 * Where agents, tokens and grants are stored. Implemented by `storage`.
 *
 * Every method is one transaction. Throws `STORAGE_UNAVAILABLE`, and `STORAGE_CONFLICT` where said. Methods that are
 * given sealed keys throw `VAULT_KEY_CHANGED` when the vault has another key version by now.
 */
export interface IdentityStore {
  /** Throws `STORAGE_CONFLICT` when the name is taken by an agent that is not revoked. */
  insertAgent(record: AgentRecord): Promise<void>;
  /**
   * Adds a token with its sealed keys; the tokens named in `retire` end at once. Throws `STORAGE_CONFLICT` when the
   * agent is gone or revoked, or a token to be shortened is not as it was.
   */
  addToken(addition: TokenAddition): Promise<void>;
  /** Throws `STORAGE_CONFLICT` when it is not as it was. */
  changeAgent(change: AgentChange): Promise<void>;
  /** All of them or none. Throws `STORAGE_CONFLICT` when one is not as it was. */
  shortenTokens(changes: readonly TokenChange[]): Promise<void>;
  /** Counts one use of a token, unless it has had `maxUses`: then false. Never more than that over all processes. */
  spendUse(tokenId: string, maxUses: number): Promise<boolean>;
  listAgents(): Promise<readonly AgentRecord[]>;
  findAgentByName(name: string): Promise<AgentRecord | undefined>;
  findAgent(agentId: string): Promise<AgentRecord | undefined>;
  findAgentByToken(tokenId: string): Promise<AgentRecord | undefined>;
  /** Marks the agent and its tokens revoked and deletes their sealed keys. False when it was not there. */
  revokeAgent(agentId: string, at: number): Promise<boolean>;
  /** Deletes the agent with its tokens, grants and sealed keys. False when it was not there. */
  deleteAgent(agentId: string): Promise<boolean>;
  /** Holds something against an agent, never milder than what is held already. False when nothing changed, or there is no such agent. */
  restrictAgent(agentId: string, restriction: Restriction): Promise<boolean>;
  /** Holds nothing against an agent any more. False when nothing was. */
  resumeAgent(agentId: string): Promise<boolean>;
  /** Of the whole database, vaults and items included. */
  readonly changes: ChangeFeed;
}
