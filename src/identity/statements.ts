import { z } from 'zod';
import type { JsonObject } from '../core/index.ts';
import { type SignedStatement, verifyStatement } from '../crypto/index.ts';
import { accessRuleSchema } from './access-rule-schema.ts';
import { limitsSchema } from './limits.ts';
import { workloadTrustSchema } from './workload-trust-schema.ts';

// Every statement is strict: a member this version does not know may be a restriction (an address
// range, a list of items), and ignoring it would allow what the owner forbade. So new members need
// no new column, and an older Keyward refuses what it does not understand.

const agentSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal('agent'),
  id: z.string(),
  name: z.string(),
  created_at: z.int(),
  limits: limitsSchema.optional(),
  workloads: z.array(workloadTrustSchema).optional(),
  access: z.array(accessRuleSchema).optional(),
});

const tokenSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal('token'),
  id: z.string(),
  agent_id: z.string(),
  /** Public key of the owner, base64url. */
  owner: z.base64url(),
  public_key: z.base64url(),
  auth: z.base64url(),
  created_at: z.int(),
  expires_at: z.int(),
  /** Absent: the agent's own token. */
  use: z.enum(['task', 'workload', 'deprovision', 'access', 'audit']).optional(),
  /** The items it is for; absent: all of the agent's vaults. */
  items: z.array(z.strictObject({ vault_id: z.string(), item_id: z.string() })).optional(),
  max_uses: z.int().positive().optional(),
  /** Less than the grants say. */
  can: z.literal('use').optional(),
});

const grantSchema = z.strictObject({
  v: z.literal(1),
  kind: z.literal('grant'),
  id: z.string(),
  agent_id: z.string(),
  vault_id: z.string(),
  can: z.enum(['use', 'read']),
  created_at: z.int(),
});

export type AgentStatement = z.infer<typeof agentSchema>;
export type TokenStatement = z.infer<typeof tokenSchema>;
export type GrantStatement = z.infer<typeof grantSchema>;

/** What the owner said about an agent; `undefined` unless this owner signed it. */
export function readAgent(signed: SignedStatement, ownerPublicKey: Uint8Array): AgentStatement | undefined {
  return verifyStatement(signed, ownerPublicKey) ? parse(agentSchema, signed) : undefined;
}

export function readToken(signed: SignedStatement, ownerPublicKey: Uint8Array): TokenStatement | undefined {
  return verifyStatement(signed, ownerPublicKey) ? parse(tokenSchema, signed) : undefined;
}

export function readGrant(signed: SignedStatement, ownerPublicKey: Uint8Array): GrantStatement | undefined {
  return verifyStatement(signed, ownerPublicKey) ? parse(grantSchema, signed) : undefined;
}

/** An unverified token statement: only for finding out which owner is to be checked. */
export function parseUnverifiedToken(signed: SignedStatement): TokenStatement | undefined {
  return parse(tokenSchema, signed);
}

/** A statement as it was signed, to be signed anew with a change. */
export function bodyOf({ statement }: SignedStatement): JsonObject {
  return z.record(z.string(), z.json()).parse(JSON.parse(new TextDecoder().decode(statement)));
}

export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

export function fromText(text: string): Uint8Array {
  return Buffer.from(text, 'base64url');
}

function parse<Schema extends z.ZodType>(schema: Schema, signed: SignedStatement): z.infer<Schema> | undefined {
  try {
    return schema.safeParse(JSON.parse(new TextDecoder().decode(signed.statement))).data;
  } catch {
    // Not JSON, so not a statement.
    return undefined;
  }
}
