import { actor, agentActor, recordChange, type AuditEvent, type AuditTrail } from '../audit/index.ts';
import {
  ERROR_CODES,
  isKeywardError,
  newId,
  type Clock,
  type ErrorCode,
  type JsonObject,
  type Random,
  type RecordedSession,
  type SecretValue,
  type SessionFacts,
} from '../core/index.ts';
import { brokenLimit, type Principal } from '../identity/index.ts';
import { locate, parseReference, readField, type LocatedField, type ReadStore } from '../secrets/index.ts';

/** Who asks for values. */
export type ReadIdentity =
  | { readonly kind: 'owner'; readonly readable: ReadStore }
  | {
      readonly kind: 'agent';
      readonly principal: Principal;
      /** Made of the keys of `read` grants alone: what may only be used cannot be opened through it. */
      readonly readable: ReadStore;
      /** The vaults of all its grants, to say why a value is refused. */
      readonly usable: ReadStore;
    }
  | { readonly kind: 'refused'; readonly reason: string };

export interface ReaderDeps {
  /** Asked anew for every reference, so that a revoked agent is refused on its next one. */
  readonly identify: () => Promise<ReadIdentity>;
  readonly trail: Pick<AuditTrail, 'record'>;
  /** Session context of the connection, without the principal; stands in every record. */
  readonly session: SessionFacts;
  readonly clock: Clock;
  readonly random: Random;
}

export interface Resolved {
  readonly kind: 'resolved';
  readonly value: SecretValue;
  readonly itemId: string;
  readonly vaultId: string;
  /** Where it stands in the trail. */
  readonly callId: string;
}

export interface Unresolved {
  readonly kind: 'unresolved';
  readonly code: ErrorCode;
  readonly reason: string;
  readonly hint: string;
  readonly callId: string;
}

export type Resolution = Resolved | Unresolved;

/** Values for callers that may have them: the owner, and agents with a `read` grant. Its methods never throw. */
export interface Reader {
  /** `op://vault/item/[section/]field[?attribute=…]`. Recorded before anything is decrypted, and again before it is answered. */
  resolve(reference: string): Promise<Resolution>;
  /** Several, each recorded and answered by itself; the same reference is resolved once. */
  resolveAll(references: readonly string[]): Promise<ReadonlyMap<string, Resolution>>;
  /** The vaults that may be used or read, recorded as a list of items is. */
  vaults(): Promise<ListedVaults | Unresolved>;
}

export interface ListedVaults {
  readonly kind: 'vaults';
  readonly vaults: readonly { readonly id: string; readonly name: string }[];
}

/** The second journey: identify, locate, permit, record the intent, decrypt, record the outcome, answer. */
export function createReader(deps: ReaderDeps): Reader {
  return {
    resolve: async (reference) => resolve(deps, reference),
    async resolveAll(references) {
      const distinct = [...new Set(references)];
      const resolutions = await Promise.all(distinct.map((reference) => resolve(deps, reference)));
      return new Map(distinct.map((reference, index) => [reference, resolutions[index] ?? unresolvable()]));
    },
    vaults: async () => listVaults(deps),
  };
}

async function resolve(deps: ReaderDeps, text: string): Promise<Resolution> {
  const callId = newId(deps.random);
  let refusing: Refusing = { deps, callId, text };
  try {
    const identity = await deps.identify();
    refusing = { ...refusing, identity };
    if (identity.kind === 'refused')
      return await refuse(refusing, { code: 'IDENTITY_TOKEN_INVALID', reason: identity.reason });
    const broken = identity.kind === 'agent' ? brokenLimit(identity.principal.limits, deps.session) : undefined;
    if (broken !== undefined) return await refuse(refusing, { code: 'IDENTITY_NOT_PERMITTED', reason: broken.reason });
    const parsed = parseReference(text);
    if (parsed.kind === 'invalid') return await refuse(refusing, { code: 'REFERENCE_INVALID', reason: parsed.reason });
    const { reference } = parsed;
    const located = await locate(identity.readable, reference);
    if (located.kind === 'missing') {
      const isUsable = identity.kind === 'agent' && (await locate(identity.usable, reference)).kind === 'located';
      return await refuse(refusing, isUsable ? NOT_PERMITTED : located);
    }
    const requested = { attribute: reference.attribute ?? reference.sshFormat ?? 'value' };
    const value = await recordChange(deps.trail, eventOf({ ...refusing, located, requested }), {
      change: () => readField({ ...deps, store: identity.readable }, located, reference),
    });
    const { id: itemId, vaultId } = located.item;
    return { kind: 'resolved', value, itemId, vaultId, callId };
  } catch (error) {
    return unresolved(callId, failureOf(error));
  }
}

async function listVaults(deps: ReaderDeps): Promise<ListedVaults | Unresolved> {
  const callId = newId(deps.random);
  try {
    const identity = await deps.identify();
    if (identity.kind === 'refused')
      return unresolved(callId, { code: 'IDENTITY_TOKEN_INVALID', reason: identity.reason });
    const broken = identity.kind === 'agent' ? brokenLimit(identity.principal.limits, deps.session) : undefined;
    if (broken !== undefined) return unresolved(callId, { code: 'IDENTITY_NOT_PERMITTED', reason: broken.reason });
    const vaults = await (identity.kind === 'agent' ? identity.usable : identity.readable).listVaults();
    const principal = identity.kind === 'agent' ? identity.principal : undefined;
    await deps.trail.record({
      type: 'items.listed',
      call_id: callId,
      session: readingActor(identity, deps.session),
      detail: { vaults: vaults.length },
      ...(principal && { agent: { id: principal.agentId, name: principal.agentName } }),
    });
    return { kind: 'vaults', vaults };
  } catch (error) {
    return unresolved(callId, failureOf(error));
  }
}

const NOT_PERMITTED = {
  code: 'IDENTITY_NOT_PERMITTED',
  reason: 'this agent may use the item and not read it',
} as const;
const MAX_RECORDED_LENGTH = 256;
const UNEXPECTED = 'something unexpected went wrong while the reference was resolved';

interface Refusing {
  readonly deps: ReaderDeps;
  readonly callId: string;
  readonly text: string;
  readonly identity?: ReadIdentity;
}

interface Reason {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly hint?: string | undefined;
}

async function refuse(refusing: Refusing, reason: Reason): Promise<Unresolved> {
  const { deps, callId, text } = refusing;
  await deps.trail.record({
    ...eventOf({ ...refusing, requested: { reference: text.slice(0, MAX_RECORDED_LENGTH).toWellFormed() } }),
    outcome: { result: 'denied', code: reason.code },
  });
  return unresolved(callId, reason);
}

interface EventFacts extends Refusing {
  readonly located?: LocatedField;
  readonly requested: JsonObject;
}

function eventOf({
  deps,
  callId,
  identity,
  located,
  requested,
}: EventFacts): AuditEvent & { readonly type: 'item.resolved'; readonly call_id: string } {
  const principal = identity?.kind === 'agent' ? identity.principal : undefined;
  return {
    type: 'item.resolved',
    call_id: callId,
    session: readingActor(identity, deps.session),
    detail: requested,
    ...(principal && { agent: { id: principal.agentId, name: principal.agentName } }),
    ...(located && itemFacts(located, principal, requested)),
  };
}

/** The session of a record by a reader. */
export function readingActor(identity: ReadIdentity | undefined, facts: SessionFacts): RecordedSession {
  if (identity?.kind === 'agent') return agentActor(identity.principal, facts);
  return actor(identity?.kind === 'owner' ? 'owner' : 'unknown', facts);
}

function itemFacts(
  { item, field }: LocatedField,
  principal: Principal | undefined,
  requested: JsonObject,
): Pick<AuditEvent, 'item' | 'vault' | 'detail' | 'grant_id'> {
  const grant = principal?.grants.find(({ vaultId }) => vaultId === item.vaultId);
  return {
    item: { id: item.id, title: item.title, ...(item.version === undefined ? {} : { version: item.version }) },
    vault: { id: item.vaultId, name: item.vaultName },
    detail: { ...requested, field: field.id },
    ...(grant && { grant_id: grant.id }),
  };
}

function failureOf(error: unknown): Reason {
  if (!isKeywardError(error)) return { code: 'INTERNAL', reason: UNEXPECTED };
  return { code: error.code, reason: error.message, hint: error.hint };
}

function unresolved(callId: string, { code, reason, hint }: Reason): Unresolved {
  return { kind: 'unresolved', code, reason, hint: hint ?? ERROR_CODES[code].hint, callId };
}

function unresolvable(): never {
  throw new TypeError('every reference has its resolution');
}
