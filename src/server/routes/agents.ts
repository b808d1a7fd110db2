import { lookup } from 'node:dns/promises';
import { ACCESS_TOKEN, exchangeSchema } from '../../api/index.ts';
import type { Parts, PartsOptions } from '../../app/agent-app.ts';
import { recordChange } from '../../audit/index.ts';
import { isKeywardError, KeywardError, newId, systemClock, systemRandom } from '../../core/index.ts';
import type { Guest, Mount, Remote } from '../listener/index.ts';
import {
  brokenLimit,
  createWorkloadVerifier,
  exchangeWorkloadToken,
  identifyHook,
  type AgentDeps,
  type Exchange,
  type WorkloadVerifier,
} from '../../identity/index.ts';
import { createOperatorHttpClient } from '../../outbound/index.ts';
import { openOwnerKeySource, openOwnerVaults } from '../../vault/index.ts';

/** What hooks and jobs ask for over HTTP: the end of an agent, and a token in exchange for the one of a workload. */
export interface AgentRoutes<G extends Guest> {
  readonly mounts: readonly Mount<G>[];
  close(): Promise<void>;
}

type RouteOptions = Pick<PartsOptions, 'config' | 'logger' | 'ownListeners'>;

interface RouteDeps extends RouteOptions {
  readonly parts: Pick<Parts, 'storage' | 'trail'>;
  readonly verify: WorkloadVerifier;
}

export function createAgentRoutes<G extends Guest>(options: RouteOptions, parts: Parts): AgentRoutes<G> {
  const { config, logger, ownListeners = () => [] } = options;
  const client = createOperatorHttpClient({
    logger,
    lookup: async (hostname) => lookup(hostname, { all: true }),
    ownListeners,
    egressProxy: config.egressProxy === undefined ? undefined : { url: config.egressProxy },
  });
  const verify = createWorkloadVerifier({ fetchDocument: client.get, clock: systemClock });
  const deps = { ...options, parts, verify };
  let underWay = 0;
  const exchangeBounded = async (request: Request, remote: Remote): Promise<Response> => {
    if (underWay >= MAX_EXCHANGES) return json(503, { error: 'temporarily_unavailable' });
    underWay += 1;
    try {
      return await exchange(deps, request, remote);
    } finally {
      underWay -= 1;
    }
  };
  return {
    mounts: [
      {
        path: '/v1/agents/*',
        methods: ['DELETE'],
        authentication: 'none',
        countsFailures: true,
        handle: async (request, { remote }) => deprovision(deps, request, remote),
      },
      {
        path: '/v1/token',
        methods: ['POST'],
        authentication: 'none',
        countsFailures: true,
        handle: async (request, { remote }) => exchangeBounded(request, remote),
      },
    ],
    close: async () => client.close(),
  };
}

// Anybody may ask, and each one costs signatures and a look at the owner key.
const MAX_EXCHANGES = 8;
const MAX_FORM_BYTES = 32_768;
const BEARER = /^Bearer (kwa_[\w]{1,256})$/i;

/** `DELETE /v1/agents/NAME`, with a token of `keyward agent token --deprovision`. */
async function deprovision({ parts }: RouteDeps, request: Request, remote: Remote): Promise<Response> {
  const { storage, trail } = parts;
  const token = BEARER.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const hook = await identifyHook({ store: storage.identity, clock: systemClock }, token);
  const call_id = newId(systemRandom);
  const facts = { transport: 'http', connection_id: call_id, remote: { ...remote } } as const;
  if (hook.kind === 'refused') {
    if (token !== '') await recordRefused(parts, { ...facts, because: hook.because });
    return json(401, { error: 'a valid token is needed' }, { 'www-authenticate': 'Bearer' });
  }
  const { agentId: id, agentName: name, tokenId: token_id, limits } = hook;
  const wanted = new URL(request.url).pathname.slice('/v1/agents/'.length);
  const broken = brokenLimit(limits, facts);
  if ((wanted !== name && wanted !== id) || broken !== undefined) {
    await recordRefused(parts, { ...facts, because: broken?.limit ?? 'another agent' });
    return json(403, { error: broken?.reason ?? 'this token is for another agent' });
  }
  const session = { ...facts, principal: { kind: 'agent', id, name, token_id } };
  await recordChange(
    trail,
    { type: 'agent.deleted', call_id, session, agent: { id, name } },
    { change: () => storage.identity.deleteAgent(id) },
  );
  return json(200, { id, name, deleted: true });
}

type Exchanged = Extract<Exchange, { kind: 'exchanged' }>;

/** `POST /v1/token`: RFC 8693, with the agent's name as `agent`. */
async function exchange(deps: RouteDeps, request: Request, remote: Remote): Promise<Response> {
  const form = await readForm(request);
  if (form === undefined) return json(400, { error: 'invalid_request' });
  const asked = Object.fromEntries(form);
  const isExchange = exchangeSchema.shape.grant_type.safeParse(asked['grant_type']).success;
  if (!isExchange) return json(400, { error: 'unsupported_grant_type' });
  const { success, data } = exchangeSchema.safeParse(asked);
  if (!success) return json(400, { error: 'invalid_request' });
  const { agent, subject_token: jwt } = data;
  try {
    const { issued } = await exchangeRecorded(deps, { agent, jwt, remote });
    return json(200, {
      access_token: issued.token,
      issued_token_type: ACCESS_TOKEN,
      token_type: 'Bearer',
      expires_in: Math.floor((issued.expiresAt - systemClock.now()) / 1_000),
    });
  } catch (error) {
    // Whether the agent is there is nobody's business who is not trusted by it.
    if (isKeywardError(error, 'IDENTITY_TOKEN_INVALID') || isKeywardError(error, 'IDENTITY_AGENT_NOT_FOUND')) {
      return json(400, { error: 'invalid_grant' });
    }
    deps.logger.error({ code: isKeywardError(error) ? error.code : 'INTERNAL' }, 'an identity token was not exchanged');
    return json(503, { error: 'temporarily_unavailable' });
  }
}

interface Asked {
  readonly agent: string;
  readonly jwt: string;
  readonly remote: Remote;
}

async function exchangeRecorded(deps: RouteDeps, { agent, jwt, remote }: Asked): Promise<Exchanged> {
  const { parts, verify } = deps;
  const call_id = newId(systemRandom);
  const session = { transport: 'http', connection_id: call_id, remote: { ...remote } } as const;
  const refuse = async (because: string): Promise<never> => {
    await recordRefused(parts, { ...session, because });
    throw new KeywardError('IDENTITY_TOKEN_INVALID', 'the identity token was refused');
  };
  const record = await parts.storage.identity.findAgentByName(agent);
  if (record === undefined) return refuse('unknown');
  const { id, name } = record.agent;
  // Not believed for anything but this: no key is loaded for an agent that trusts nobody.
  if (!Buffer.from(record.agent.statement).includes('"workloads"')) return refuse('issuer');
  const agents = await agentDeps(deps);
  const answer = await exchangeWorkloadToken({ ...agents, verify }, { agent: id, jwt, session });
  if (answer.kind === 'refused') return refuse(answer.because);
  const { issued, issuer, subject, claims } = answer;
  // Before it is handed out: a token that is in no record has been seen by nobody.
  await parts.trail.record({
    type: 'agent.token_issued',
    call_id,
    session: { ...session, principal: { kind: 'agent', id, name, token_id: issued.tokenId } },
    agent: { id, name },
    outcome: { result: 'ok' },
    detail: { kind: 'workload', issuer, subject, claims, token_id: issued.tokenId },
  });
  return answer;
}

// The owner key is loaded for this one exchange, and dropped with it.
async function agentDeps({ config, parts }: RouteDeps): Promise<AgentDeps> {
  const [clock, random] = [systemClock, systemRandom];
  const { storage } = parts;
  const ownerKey = await openOwnerKeySource({ folder: config.home, keychain: config.keychain, random }).load();
  if (ownerKey === undefined) throw new KeywardError('VAULT_LOCKED', 'there is no owner key here');
  const owner = await openOwnerVaults({ store: storage.vaults, ownerKey, clock, random });
  return { store: storage.identity, owner, clock, random };
}

interface RefusedFacts {
  readonly transport: 'http';
  readonly connection_id: string;
  readonly remote: { readonly address: string; readonly origin?: string };
  readonly because: string;
}

async function recordRefused({ trail }: Pick<Parts, 'trail'>, { because, ...facts }: RefusedFacts): Promise<void> {
  await trail.record({
    type: 'session.refused',
    call_id: newId(systemRandom),
    session: { principal: { kind: 'unknown' }, ...facts },
    outcome: { result: 'denied', code: 'IDENTITY_TOKEN_INVALID' },
    detail: { because },
  });
}

// A form says its length, so that reading it ends there.
async function readForm(request: Request): Promise<URLSearchParams | undefined> {
  const byteLength = Number(request.headers.get('content-length') ?? Number.NaN);
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '');
  if (!isForm || !(byteLength <= MAX_FORM_BYTES)) return undefined;
  return new URLSearchParams(await request.text());
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });
}
