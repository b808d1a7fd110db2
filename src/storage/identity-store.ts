import type { Kysely } from 'kysely';
import { KeywardError } from '../core/index.ts';
import type {
  AgentRecord,
  IdentityStore,
  SealedKeyRow,
  Restriction,
  TokenChange,
  TokenRow,
} from '../identity/store.ts';
import { assertKeyVersion } from './assert-key-version.ts';
import type { Database } from './database.ts';
import {
  fromAgentColumns,
  fromGrantColumns,
  fromSealedKeyColumns,
  fromRestrictionColumns,
  fromTokenColumns,
  toAgentColumns,
  toGrantColumns,
  toSealedKeyColumns,
  toRestrictionColumns,
  toTokenColumns,
} from './identity-rows.ts';
import type { AgentColumns, KeywardTables, TokenColumns } from './tables.ts';
import type { TokenUses } from './token-uses.ts';

type Tx = Kysely<KeywardTables>;

/** The port of `identity` over any database Kysely speaks to. */
export function createIdentityStore(db: Database<KeywardTables>, uses: TokenUses): IdentityStore {
  const readOne = async (find: (tx: Tx) => Promise<AgentRecord | undefined>): Promise<AgentRecord | undefined> => {
    const record = await db.read(find);
    return record && withUses(record, await uses.read(tokenIdsOf(record)));
  };
  return {
    insertAgent: (record) => db.write((tx) => insertRecord(tx, record)),
    addToken: ({ token, sealedKeys, retire, shorten, at }) =>
      db.write(async (tx) => {
        await assertNotRevoked(tx, token.agentId);
        for (const tokenId of retire) await endToken(tx, tokenId, at);
        for (const change of shorten) await changeToken(tx, change);
        await insertToken(tx, token, sealedKeys);
      }),
    changeAgent: ({ agentId, before, after }) =>
      db.write(async (tx) => {
        const agent = tx.updateTable('agents').set({ statement: after.statement, signature: after.signature });
        const same = agent.where('id', '=', agentId).where('statement', '=', before).where('revoked_at', 'is', null);
        if ((await same.executeTakeFirst()).numUpdatedRows > 0n) return;
        throw new KeywardError('STORAGE_CONFLICT', 'the agent was changed by another process');
      }),
    shortenTokens: (changes) =>
      db.write(async (tx) => {
        for (const change of changes) await changeToken(tx, change);
      }),
    async spendUse(tokenId, maxUses) {
      const token = await db.read((tx) => findLiveToken(tx, tokenId));
      return token !== undefined && uses.spend({ tokenId, earlier: token.uses }, maxUses);
    },
    async listAgents() {
      const records = await db.read((tx) => readRecords(tx));
      const counts = await uses.read(records.flatMap(tokenIdsOf));
      return records.map((record) => withUses(record, counts));
    },
    findAgentByName: (name) => readOne((tx) => findByName(tx, name)),
    findAgent: (agentId) => readOne((tx) => findById(tx, agentId)),
    findAgentByToken: (tokenId) =>
      readOne(async (tx) => {
        const token = tx.selectFrom('tokens').select('agent_id').where('id', '=', tokenId);
        const row = await token.executeTakeFirst();
        return row && findById(tx, row.agent_id);
      }),
    revokeAgent: (agentId, at) => db.write((tx) => revoke(tx, agentId, at)),
    deleteAgent: (agentId) =>
      db.write(async (tx) => {
        // Tokens, grants and sealed keys go with it: the schema says ON DELETE CASCADE.
        const result = await tx.deleteFrom('agents').where('id', '=', agentId).executeTakeFirst();
        return result.numDeletedRows > 0n;
      }),
    restrictAgent: (agentId, restriction) => db.write((tx) => restrict(tx, agentId, restriction)),
    resumeAgent: (agentId) => db.write((tx) => resume(tx, agentId)),
    changes: db.changes,
  };
}

async function insertRecord(tx: Tx, record: AgentRecord): Promise<void> {
  await tx.insertInto('agents').values(toAgentColumns(record.agent)).execute();
  for (const grant of record.grants) await tx.insertInto('grants').values(toGrantColumns(grant)).execute();
  for (const token of record.tokens) {
    const own = record.sealedKeys.filter((sealedKey) => sealedKey.tokenId === token.id);
    await insertToken(tx, token, own);
  }
}

async function insertToken(tx: Tx, token: TokenRow, sealedKeys: readonly SealedKeyRow[]): Promise<void> {
  await tx.insertInto('tokens').values(toTokenColumns(token)).execute();
  for (const row of sealedKeys) {
    await assertKeyVersion(tx, row);
    await tx.insertInto('sealed_keys').values(toSealedKeyColumns(row)).execute();
  }
}

// A rotation that meets a revocation on its way must not bring the agent back.
async function assertNotRevoked(tx: Tx, agentId: string): Promise<void> {
  const agent = tx.selectFrom('agents').select('id').where('id', '=', agentId).where('revoked_at', 'is', null);
  if ((await agent.executeTakeFirst()) === undefined) {
    throw new KeywardError('STORAGE_CONFLICT', 'the agent is gone or was revoked');
  }
}

async function endToken(tx: Tx, tokenId: string, at: number): Promise<void> {
  const token = tx.updateTable('tokens').set({ revoked_at: at }).where('id', '=', tokenId);
  await token.where('revoked_at', 'is', null).execute();
  await tx.deleteFrom('sealed_keys').where('token_id', '=', tokenId).execute();
}

// Two changes at once: the later one must not give back the time the earlier one took.
async function changeToken(tx: Tx, { tokenId, before, after }: TokenChange): Promise<void> {
  const token = tx.updateTable('tokens').set({ statement: after.statement, signature: after.signature });
  const result = await token.where('id', '=', tokenId).where('statement', '=', before).executeTakeFirst();
  if (result.numUpdatedRows === 0n)
    throw new KeywardError('STORAGE_CONFLICT', 'a token was changed by another process');
}

async function revoke(tx: Tx, agentId: string, at: number): Promise<boolean> {
  const agent = await tx.selectFrom('agents').select('id').where('id', '=', agentId).executeTakeFirst();
  if (agent === undefined) return false;
  const live = tx.updateTable('agents').set({ revoked_at: at }).where('id', '=', agentId);
  await live.where('revoked_at', 'is', null).execute();
  const tokens = await tx.selectFrom('tokens').select('id').where('agent_id', '=', agentId).execute();
  for (const token of tokens) await endToken(tx, token.id, at);
  return true;
}

async function restrict(tx: Tx, agentId: string, restriction: Restriction): Promise<boolean> {
  const agent = tx.selectFrom('agents').select('id').where('id', '=', agentId).where('revoked_at', 'is', null);
  if ((await agent.executeTakeFirst()) === undefined) return false;
  const row = toRestrictionColumns(agentId, restriction);
  const { kind, since, until } = row;
  const insert = tx.insertInto('agent_standings').values(row);
  const result = await insert
    .onConflict((conflict) =>
      conflict.column('agent_id').doUpdateSet({ kind, since, until }).where('agent_standings.kind', '<>', 'suspended'),
    )
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

async function resume(tx: Tx, agentId: string): Promise<boolean> {
  const result = await tx.deleteFrom('agent_standings').where('agent_id', '=', agentId).executeTakeFirst();
  return Number(result.numDeletedRows) > 0;
}

async function findLiveToken(tx: Tx, tokenId: string): Promise<Pick<TokenColumns, 'uses'> | undefined> {
  const token = tx.selectFrom('tokens').select('uses').where('id', '=', tokenId).where('revoked_at', 'is', null);
  return token.executeTakeFirst();
}

async function readRecords(tx: Tx): Promise<readonly AgentRecord[]> {
  const agents = await tx.selectFrom('agents').selectAll().orderBy('created_at').orderBy('id').execute();
  return Promise.all(agents.map((agent) => readRecord(tx, agent)));
}

function tokenIdsOf({ tokens }: AgentRecord): readonly string[] {
  return tokens.map(({ id }) => id);
}

function withUses(record: AgentRecord, counts: ReadonlyMap<string, number>): AgentRecord {
  if (counts.size === 0) return record;
  return {
    ...record,
    tokens: record.tokens.map((token) => ({ ...token, uses: token.uses + (counts.get(token.id) ?? 0) })),
  };
}

// A name is free again once its agent is revoked, so it may stand for several: the living one, else the latest.
async function findByName(tx: Tx, name: string): Promise<AgentRecord | undefined> {
  const named = tx.selectFrom('agents').selectAll().where('name', '=', name);
  const agents = await named.orderBy('created_at', 'desc').orderBy('id').execute();
  const agent = agents.find((candidate) => candidate.revoked_at === null) ?? agents[0];
  return agent && readRecord(tx, agent);
}

async function findById(tx: Tx, agentId: string): Promise<AgentRecord | undefined> {
  const agent = await tx.selectFrom('agents').selectAll().where('id', '=', agentId).executeTakeFirst();
  return agent && readRecord(tx, agent);
}

async function readRecord(tx: Tx, agent: AgentColumns): Promise<AgentRecord> {
  const tokens = tx
    .selectFrom('tokens')
    .selectAll()
    .where('agent_id', '=', agent.id)
    .orderBy('created_at')
    .orderBy('id');
  const grants = tx.selectFrom('grants').selectAll().where('agent_id', '=', agent.id).orderBy('id');
  const sealedKeys = tx
    .selectFrom('sealed_keys')
    .innerJoin('tokens', 'tokens.id', 'sealed_keys.token_id')
    .selectAll('sealed_keys')
    .where('tokens.agent_id', '=', agent.id)
    .orderBy('sealed_keys.token_id')
    .orderBy('sealed_keys.vault_id')
    .orderBy('sealed_keys.key_version');
  const restriction = tx.selectFrom('agent_standings').selectAll().where('agent_id', '=', agent.id);
  return {
    agent: fromAgentColumns(agent),
    tokens: (await tokens.execute()).map(fromTokenColumns),
    grants: (await grants.execute()).map(fromGrantColumns),
    sealedKeys: (await sealedKeys.execute()).map(fromSealedKeyColumns),
    restriction: fromRestrictionColumns(await restriction.executeTakeFirst()),
  };
}
