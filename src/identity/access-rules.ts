import { z } from 'zod';
import { type Json, type JsonObject, KeywardError } from '../core/index.ts';
import { type AccessRule, accessRuleSchema } from './access-rule-schema.ts';
import { summariseAgent } from './agent-summary.ts';
import { agentNotFound, findRecord } from './find-agent.ts';
import { endingAt } from './shorten-token.ts';
import { bodyOf } from './statements.ts';
import { issueTaskToken, type TaskToken } from './task-token.ts';
import type { AgentDeps } from './issue-token.ts';

/** Longer than any agent's own token, which ends it. */
const AS_LONG_AS_THE_AGENT_MS = 10 * 365 * 86_400_000;

/**
 * Make the token by which a server opens this agent for any caller that comes with an access token; the one before ends. It
 * opens nothing when it is shown as a bearer token, gives no values, and ends with the agent's own token.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`, also when the agent is expired or revoked, and `IDENTITY_STATEMENT_TAMPERED`.
 */
export async function issueAccessToken(deps: AgentDeps, ref: string): Promise<TaskToken> {
  const before = await standingAccessTokens(deps, ref);
  const issued = await issueTaskToken(deps, ref, {
    kind: 'access',
    can: 'use',
    expiresInMs: AS_LONG_AS_THE_AGENT_MS,
  });
  await end(deps, before);
  return issued;
}

/**
 * Say whose access tokens open this agent; none takes back what was said before, and ends the token of the server.
 *
 * Throws `IDENTITY_AGENT_NOT_FOUND`, also for a revoked agent, `CONFIG_INVALID`, `IDENTITY_STATEMENT_TAMPERED`, and
 * `STORAGE_CONFLICT` when another process changed the agent meanwhile.
 */
export async function setAccessRules(
  deps: AgentDeps,
  ref: string,
  rules: readonly Json[],
): Promise<readonly AccessRule[]> {
  const { store, owner, clock } = deps;
  const record = await findRecord(store, ref);
  const { id } = summariseAgent(record, owner.publicKey, clock.now());
  if (record.agent.revokedAt !== undefined) throw agentNotFound();
  const checked = z.array(accessRuleSchema).max(16).safeParse(rules);
  if (!checked.success) throw invalid(checked.error);
  if (rules.length === 0) await end(deps, await standingAccessTokens(deps, id));
  const { access: _before, ...body }: JsonObject = bodyOf(record.agent);
  const after = { ...body, kind: 'agent', ...(rules.length === 0 ? {} : { access: rules }) };
  await store.changeAgent({ agentId: id, before: record.agent.statement, after: owner.sign(after) });
  return checked.data;
}

type Standing = Awaited<ReturnType<typeof findRecord>>['tokens'];

async function standingAccessTokens({ store, owner, clock }: AgentDeps, ref: string): Promise<Standing> {
  const record = await findRecord(store, ref);
  const { tokens } = summariseAgent(record, owner.publicKey, clock.now());
  const standing = new Set(tokens.filter(({ kind }) => kind === 'access').map(({ id }) => id));
  return record.tokens.filter(({ id }) => standing.has(id));
}

async function end({ store, owner, clock }: AgentDeps, rows: Standing): Promise<void> {
  await store.shortenTokens(rows.flatMap((row) => endingAt(row, owner, clock.now())));
}

function invalid(error: z.ZodError): KeywardError {
  const part = String(error.issues[0]?.path[1] ?? 'rule');
  return new KeywardError('CONFIG_INVALID', `the ${part} of a rule about access tokens is not valid`, {
    hint: 'see `keyward agent access --help`: at least one claim is needed',
  });
}
