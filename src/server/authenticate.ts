import { createCaller, type Runtime } from '../app/index.ts';
import { actor, recordRefusal, type AuditTrail } from '../audit/index.ts';
import type { Broker } from '../broker/index.ts';
import { newId, type ErrorCode, type Random } from '../core/index.ts';
import {
  identifyByToken,
  identifyHolder,
  tokenValidity,
  type IdentifiedAgent,
  type IdentifyDeps,
  type TokenHolder,
} from '../identity/index.ts';
import type { DelegatedAccess } from '../mcp/index.ts';
import type { Authentication, Authenticator, Remote } from './listener/index.ts';
import type { OAuthAccess } from './oauth/resource-server.ts';
import { API_PATH, SEALED_PATH } from './routes/api.ts';

/** An agent that showed its token, or a person with an access token who acts as one, for as long as one request takes. */
export interface AuthenticatedAgent {
  /** The agent; for access tokens the person and the client too. */
  readonly id: string;
  readonly agentId: string;
  readonly name: string;
  readonly broker: Broker;
  readonly isStillAuthorized: () => Promise<boolean>;
  readonly access?: DelegatedAccess | undefined;
  /** Where it proved that it holds a token, and did not show it: its broker can then do nothing. */
  readonly holder?: TokenHolder;
}

export interface AuthenticatorDeps {
  readonly runtime: Pick<Runtime, 'storage' | 'trail' | 'random'>;
  /** Whose brokers all count together. */
  readonly sharedBroker: Broker;
  readonly oauth: OAuthAccess | undefined;
  readonly identifyDeps: IdentifyDeps;
}

/** Says which agent a bearer token belongs to, and records every refusal. */
export function createAuthenticator(deps: AuthenticatorDeps): Authenticator<AuthenticatedAgent> {
  return async (token, { remote, path }) => {
    const attempt = { transport: transportOf(path), remote } as const;
    // Access tokens say what they are for in scopes of MCP.
    if (deps.oauth?.takes(token) === true && !path.startsWith(API_PATH))
      return authenticateAccess(deps, deps.oauth, { token, attempt });
    return path.startsWith(SEALED_PATH)
      ? authenticateHolder(deps, token, attempt)
      : authenticateToken(deps, token, attempt);
  };
}

interface Attempt {
  readonly transport: 'http' | 'sse';
  readonly remote: Remote;
}

async function authenticateToken(
  deps: AuthenticatorDeps,
  token: string,
  attempt: Attempt,
): Promise<Authentication<AuthenticatedAgent>> {
  const identified = await identifyByToken(deps.identifyDeps, token);
  if (identified.kind === 'refused') return refuse(deps, { token, attempt, refused: identified });
  const isStillAuthorized = tokenValidity(deps.identifyDeps, identified.principal);
  return { kind: 'authenticated', client: clientOf(identified, brokerOf(deps, identified), isStillAuthorized) };
}

async function authenticateHolder(
  deps: AuthenticatorDeps,
  token: string,
  attempt: Attempt,
): Promise<Authentication<AuthenticatedAgent>> {
  const holder = await identifyHolder(deps.identifyDeps, token);
  if (holder.kind === 'refused') return refuse(deps, { token, attempt, refused: holder });
  const isStillAuthorized = tokenValidity(deps.identifyDeps, holder.principal);
  return { kind: 'authenticated', client: { ...clientOf(holder, deps.sharedBroker, isStillAuthorized), holder } };
}

async function authenticateAccess(
  deps: AuthenticatorDeps,
  oauth: OAuthAccess,
  { token, attempt }: { readonly token: string; readonly attempt: Attempt },
): Promise<Authentication<AuthenticatedAgent>> {
  const answer = await oauth.authenticate(token);
  if (answer.kind === 'refused') {
    const { because, status, challenge, facts } = answer;
    const code = status === 403 ? 'IDENTITY_NOT_PERMITTED' : 'IDENTITY_TOKEN_INVALID';
    await record(deps.runtime, { code, because, oauth: facts }, attempt);
    return { kind: 'refused', status, challenge };
  }
  const { identified, clientKey, access, isStillAuthorized } = answer;
  const client = clientOf(identified, brokerOf(deps, identified), isStillAuthorized);
  return { kind: 'authenticated', client: { ...client, id: clientKey, access } };
}

function brokerOf({ sharedBroker, runtime }: AuthenticatorDeps, agent: IdentifiedAgent): Broker {
  return sharedBroker.as(createCaller(agent, runtime));
}

function clientOf(
  { principal }: Pick<IdentifiedAgent, 'principal'>,
  broker: Broker,
  isStillAuthorized: () => Promise<boolean>,
): AuthenticatedAgent {
  const { agentId, agentName: name } = principal;
  return { id: agentId, agentId, name, broker, isStillAuthorized };
}

interface RefusedFacts {
  readonly code: ErrorCode;
  readonly because: string;
  readonly oauth?: DelegatedAccess['facts'] | undefined;
}

interface RefusedToken {
  readonly token: string;
  readonly attempt: Attempt;
  readonly refused: RefusedFacts;
}

async function refuse({ runtime, oauth }: AuthenticatorDeps, { token, attempt, refused }: RefusedToken) {
  // Without a token there is nothing to refuse: that is how a client finds out that it needs one.
  if (token !== '') await record(runtime, refused, attempt);
  return oauth === undefined
    ? ({ kind: 'refused' } as const)
    : ({ kind: 'refused', challenge: oauth.challenge(token) } as const);
}

async function record(
  { trail, random }: { readonly trail: AuditTrail; readonly random: Random },
  { code, because, oauth }: RefusedFacts,
  { transport, remote }: Attempt,
): Promise<void> {
  const facts = { transport, remote: { ...remote }, ...(oauth === undefined ? {} : { oauth }) };
  await recordRefusal(trail, { callId: newId(random), session: actor('unknown', facts), code, because });
}

function transportOf(path: string): 'http' | 'sse' {
  return path === '/sse' || path === '/messages' ? 'sse' : 'http';
}
