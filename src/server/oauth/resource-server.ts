import { createHash } from 'node:crypto';
import { createAccessDirectory, type AccessDirectory } from './access-rules-cache.ts';
import type { Network, Runtime } from '../../app/index.ts';
import type { AuthenticatedClient, Route } from '../listener/index.ts';
import {
  createAccessVerifier,
  identifyForAccess,
  matchAccess,
  tokenValidity,
  type AccessMatch,
  type AccessToken,
  type AccessVerifier,
  type IdentifiedAgent,
  type IdentifyDeps,
  type IdentityStore,
} from '../../identity/index.ts';
import { SCOPES, type DelegatedAccess } from '../../mcp/index.ts';
import { protectedResource, type ProtectedResource } from './protected-resource.ts';
import { openTokenStore, type TokenStore } from '../../vault/index.ts';

/** A caller with an access token, as an agent of the owner for one request. */
export interface AccessTokenHolder {
  readonly kind: 'agent';
  readonly identified: IdentifiedAgent;
  /** One for each person and client: two of them share no session, though they act as one agent. */
  readonly clientKey: string;
  readonly access: DelegatedAccess;
  readonly isStillAuthorized: () => Promise<boolean>;
}

export type AccessAnswer =
  | AccessTokenHolder
  | {
      readonly kind: 'refused';
      readonly status: 401 | 403 | 503;
      /** For the trail; with who it is, once that is verified. */
      readonly because: string;
      readonly facts?: DelegatedAccess['facts'];
      readonly challenge: string;
    };

/** The server as an OAuth resource server. */
export interface OAuthAccess {
  /** True for what reads like a JWT: everything else is taken for an agent's own token. */
  takes(token: string): boolean;
  authenticate(jwt: string): Promise<AccessAnswer>;
  /** For any caller that comes with no valid token. */
  challenge(token: string): string;
  routes<G extends AuthenticatedClient>(): readonly Route<G>[];
}

type AccessOptions = Pick<Runtime, 'config' | 'logger' | 'random'> & Pick<Network, 'http'>;

interface Deps {
  readonly resource: string;
  readonly here: ProtectedResource;
  readonly verify: AccessVerifier;
  readonly directory: AccessDirectory;
  readonly tokens: Pick<TokenStore, 'load'>;
  readonly identifyDeps: IdentifyDeps;
}

/** `undefined` where the configuration has no section `oauth`. */
export function createOAuthAccess(
  options: AccessOptions,
  identifyDeps: IdentifyDeps & { readonly store: IdentityStore },
): OAuthAccess | undefined {
  const { config, logger, http, random } = options;
  const { oauth } = config.settings;
  if (oauth === undefined) return undefined;
  const { store, clock } = identifyDeps;
  const { home: folder, keychain } = config;
  const tokens = openTokenStore({ folder, keychain, random, purpose: 'access' });
  const here = protectedResource(oauth);
  const deps: Deps = {
    resource: oauth.resource,
    here,
    verify: createAccessVerifier({ fetchDocument: http.get, clock, ...oauth }),
    directory: createAccessDirectory({ store, tokens, clock, logger }),
    tokens,
    identifyDeps,
  };
  return {
    takes: (token) => /^[\w-]+\.[\w-]+\.[\w-]*$/.test(token),
    authenticate: async (jwt) => authenticate(deps, jwt),
    challenge: (token) =>
      here.challenge(token === '' ? { scopes: FIRST_SCOPES } : { error: 'invalid_token', scopes: FIRST_SCOPES }),
    routes: () => here.routes(),
  };
}

// As little as one can begin with: what changes something is asked for when it is needed.
const FIRST_SCOPES = [SCOPES['reads-keyward'], SCOPES['reads-upstream']];

async function authenticate(deps: Deps, jwt: string): Promise<AccessAnswer> {
  const token = await deps.verify(jwt);
  if (token.kind === 'refused') return refuse(deps, token.because);
  if (ours(token).length === 0) return lacking(deps, token, FIRST_SCOPES);
  const match = matchAccess(await deps.directory.agents(), deps.resource, token);
  if (match.kind === 'refused') return refuse(deps, match.because, token);
  if (match.kind === 'lacking') return lacking(deps, token, match.scopes);
  return open(deps, token, match);
}

type Match = Extract<AccessMatch, { kind: 'agent' }>;

// The token of the owner is read for this one request, and dropped with it.
async function open(deps: Deps, token: AccessToken, { agent, vaultIds }: Match): Promise<AccessAnswer> {
  const opener = (await deps.tokens.load(agent.agentName)) ?? '';
  const { expiresAt } = token;
  const identified = await identifyForAccess(deps.identifyDeps, opener, { vaultIds, expiresAt });
  if (identified.kind === 'refused') return refuse(deps, identified.because, token);
  if (identified.principal.agentId !== agent.agentId) return refuse(deps, 'unknown', token);
  return {
    kind: 'agent',
    identified,
    clientKey: clientKeyOf(agent.agentId, token),
    access: accessOf(deps, token, agent.agentId),
    isStillAuthorized: watch(deps, token, identified),
  };
}

function accessOf(deps: Deps, token: AccessToken, agentId: string): DelegatedAccess {
  return {
    facts: factsOf(token),
    scopes: new Set(ours(token)),
    challenge: (scopes) => deps.here.challenge({ error: 'insufficient_scope', scopes }),
    canReauthorize: async () => stillOpens(deps, token, agentId),
  };
}

// A stream lasts no longer than the access token, the agent, and the rule that opened it.
function watch(deps: Deps, token: AccessToken, { principal }: IdentifiedAgent): () => Promise<boolean> {
  const isOpen = tokenValidity(deps.identifyDeps, principal);
  return async () => (await isOpen()) && stillOpens(deps, token, principal.agentId);
}

async function stillOpens({ directory, resource }: Deps, token: AccessToken, agentId: string): Promise<boolean> {
  const match = matchAccess(await directory.agents(), resource, token);
  return match.kind === 'agent' && match.agent.agentId === agentId;
}

function clientKeyOf(agentId: string, { issuer, subject, clientId }: AccessToken): string {
  const who = JSON.stringify([agentId, issuer, subject, clientId]);
  return createHash('sha256').update(who).digest('base64url');
}

function ours({ scopes }: AccessToken): readonly string[] {
  return Object.values(SCOPES).filter((scope) => scopes.has(scope));
}

function factsOf({ issuer, subject, clientId: client_id, tokenId: token_id }: AccessToken): DelegatedAccess['facts'] {
  return { issuer, subject, client_id, token_id };
}

function refuse({ here }: Deps, because: string, token?: AccessToken): AccessAnswer {
  const challenge = here.challenge({ error: 'invalid_token', scopes: FIRST_SCOPES });
  const status = because === 'unreachable' ? 503 : 401;
  const facts = token === undefined ? {} : { facts: factsOf(token) };
  return { kind: 'refused', status, because: `access token: ${because}`, challenge, ...facts };
}

// It names what the token has too, because a client may ask for just what is named.
function lacking({ here }: Deps, token: AccessToken, scopes: readonly string[]): AccessAnswer {
  const challenge = here.challenge({ error: 'insufficient_scope', scopes: [...ours(token), ...scopes] });
  return { kind: 'refused', status: 403, because: 'access token: scope', challenge, facts: factsOf(token) };
}
