/** Tables of keyward.db: vaults, items, agents. Ciphertext, public keys, digests and signed statements only. */
export interface KeywardTables {
  meta: { name: string; value: Uint8Array };
  vaults: VaultColumns;
  items: ItemColumns;
  agents: AgentColumns;
  tokens: TokenColumns;
  grants: GrantColumns;
  sealed_keys: SealedKeyColumns;
  agent_standings: RestrictionColumns;
}

/** Tables of audit.db: the trail, in a file of its own so that it can be stored and shipped apart. */
export interface AuditTables {
  records: RecordColumns;
  open_intents: { call_id: string; seq: number };
  leases: { name: string; holder: string; until: number };
  reflections: { agent_id: string; item_id: string; at: number; charge: number };
  token_uses: { token_id: string; uses: number };
  approvals: ApprovalColumns;
  approval_votes: ApprovalVoteColumns;
  approval_allowances: ApprovalAllowanceColumns;
  approval_claims: { name: string; until: number };
  approval_clock: { id: number; latest: number };
  anchor: { id: number; value: Uint8Array };
}

export interface VaultColumns {
  id: string;
  name_hash: Uint8Array;
  sealed_name: Uint8Array;
  key_version: number;
  wrapped_key: Uint8Array;
  statement: Uint8Array;
  signature: Uint8Array;
  created_at: number;
}

export interface ItemColumns {
  id: string;
  vault_id: string;
  title_hash: Uint8Array;
  version: number;
  key_version: number;
  overview: Uint8Array;
  details: Uint8Array;
  created_at: number;
  updated_at: number;
}

export interface AgentColumns {
  id: string;
  name: string;
  statement: Uint8Array;
  signature: Uint8Array;
  created_at: number;
  revoked_at: number | null;
}

export interface TokenColumns {
  id: string;
  agent_id: string;
  owner_mac: Uint8Array;
  statement: Uint8Array;
  signature: Uint8Array;
  created_at: number;
  revoked_at: number | null;
  /** Up to the version that counts them in `token_uses`; never written since. */
  uses: number;
}

export interface GrantColumns {
  id: string;
  agent_id: string;
  vault_id: string;
  statement: Uint8Array;
  signature: Uint8Array;
}

export interface SealedKeyColumns {
  token_id: string;
  vault_id: string;
  key_version: number;
  sealed_key: Uint8Array;
}

export interface RestrictionColumns {
  agent_id: string;
  kind: string;
  since: number;
  until: number | null;
}

export interface RecordColumns {
  seq: number;
  at: number;
  type: string;
  call_id: string | null;
  agent_id: string | null;
  item_id: string | null;
  host: string | null;
  client: string | null;
  outcome: string | null;
  hash: string;
  record: string;
}

export interface ApprovalColumns {
  id: string;
  kind: string;
  state: string;
  fingerprint: string;
  intent: string;
  agent_id: string;
  token_id: string;
  item_id: string;
  tier: string;
  needed: number;
  terms: string;
  digest: string;
  rules: string;
  shown: string | null;
  asked_at: number;
  answer_by: number;
  expires_at: number;
  ended_at: number | null;
  told: number;
  reached: string;
  notified_at: number;
  spent_by: string | null;
}

export interface ApprovalVoteColumns {
  approval_id: string;
  approver_id: string;
  approver_version: string;
  yes: number;
  channel: string;
  assurance: string;
  at: number;
  elapsed_ms: number;
  evidence: string | null;
}

export interface ApprovalAllowanceColumns {
  id: string;
  approval_id: string;
  agent_id: string;
  item_id: string;
  scope: string;
  uses_left: number;
  expires_at: number;
}
