import { ACCESS_TOKEN, exchangeSchema } from '../../api/index.ts';
import { openOwnerVaultsUnattended, type Network, type Runtime } from '../../app/index.ts';
import { actor, agentActor, recordChange, recordRefusal } from '../../audit/index.ts';
import { isKeywardError, KeywardError, newId, type SessionFacts } from '../../core/index.ts';
import type { AuthenticatedClient, OpenRequest, Remote, Route } from '../listener/index.ts';
import {
  brokenLimit,
  createWorkloadVerifier,
  exchangeWorkloadToken,
  identifyHook,
  type AgentDeps,
  type Exchange,
  type WorkloadVerifier,
} from '../../identity/index.ts';

interface RouteDeps {
  readonly runtime: Runtime;
  readonly verify: WorkloadVerifier;
}

/** What hooks and jobs ask for over HTTP: the end of an agent, and a token in exchange for the one of a workload. */
export function createAgentRoutes<G extends AuthenticatedClient>(
  runtime: Runtime,
  http: Network['http'],
): readonly Route<G>[] {
  const verify = createWorkloadVerifier({ fetchDocument: http.get, clock: runtime.clock });
  const deps = { runtime, verify };
  let underWay = 0;
  const exchangeBounded = async ({ body, remote }: OpenRequest<URLSearchParams>): Promise<Response> => {
    if (underWay >= MAX_EXCHANGES) return json(503, { error: 'temporarily_unavailable' });
    underWay += 1;
    try {
      return await exchange(deps, body, remote);
    } finally {
      underWay -= 1;
    }
  };
  return [
    {
      path: '/v1/agents/*',
      methods: ['DELETE'],
      authentication: 'none',
      countsFailures: true,
      body: 'none',
      handle: async ({ request, remote }) => deprovision(deps, request, remote),
    },
    {
      path: '/v1/token',
      methods: ['POST'],
      authentication: 'none',
      countsFailures: true,
      body: 'form',
      maxBodyBytes: MAX_FORM_BYTES,
      errorResponse: oauthError,
      handle: exchangeBounded,
    },
  ];
}

// Anybody may ask, and each one costs signatures and a look at the owner key.
const MAX_EXCHANGES = 8;
const MAX_FORM_BYTES = 32_768;
const BEARER = /^Bearer (kwa_[\w]{1,256})$/i;

/** `DELETE /v1/agents/NAME`, with a token of `keyward agent token --deprovision`. */
async function deprovision({ runtime }: RouteDeps, request: Request, remote: Remote): Promise<Response> {
  const { storage, trail, clock, random } = runtime;
  const token = BEARER.exec(request.headers.get('authorization') ?? '')?.[1] ?? '';
  const hook = await identifyHook({ store: storage.identity, clock }, token);
  const call_id = newId(random);
  const facts = { transport: 'http', connection_id: call_id, remote: { ...remote } } as const;
  if (hook.kind === 'refused') {
    if (token !== '') await recordRefused(runtime, { ...facts, because: hook.because });
    return json(401, { error: 'a valid token is needed' }, { 'www-authenticate': 'Bearer' });
  }
  const { agentId: id, agentName: name, limits } = hook;
  const wanted = new URL(request.url).pathname.slice('/v1/agents/'.length);
  const broken = brokenLimit(limits, facts);
  if ((wanted !== name && wanted !== id) || broken !== undefined) {
    await recordRefused(runtime, { ...facts, because: broken?.limit ?? 'another agent' });
    return json(403, { error: broken?.reason ?? 'this token is for another agent' });
  }
  const session = agentActor(hook, facts);
  await recordChange(
    trail,
    { type: 'agent.deleted', call_id, session, agent: { id, name } },
    { change: () => storage.identity.deleteAgent(id) },
  );
  return json(200, { id, name, deleted: true });
}

type Exchanged = Extract<Exchange, { kind: 'exchanged' }>;

/** `POST /v1/token`: RFC 8693, with the agent's name as `agent`. */
async function exchange(deps: RouteDeps, form: URLSearchParams, remote: Remote): Promise<Response> {
  const fields = Object.fromEntries(form);
  const isExchange = exchangeSchema.shape.grant_type.safeParse(fields['grant_type']).success;
  if (!isExchange) return json(400, { error: 'unsupported_grant_type' });
  const { success, data } = exchangeSchema.safeParse(fields);
  if (!success) return json(400, { error: 'invalid_request' });
  const { agent, subject_token: jwt } = data;
  try {
    const { issued } = await exchangeRecorded(deps, { agent, jwt, remote });
    return json(200, {
      access_token: issued.token,
      issued_token_type: ACCESS_TOKEN,
      token_type: 'Bearer',
      expires_in: Math.floor((issued.expiresAt - deps.runtime.clock.now()) / 1_000),
    });
  } catch (error) {
    // Whether the agent is there is not told to a caller that it does not trust.
    if (isKeywardError(error, 'IDENTITY_TOKEN_INVALID') || isKeywardError(error, 'IDENTITY_AGENT_NOT_FOUND')) {
      return json(400, { error: 'invalid_grant' });
    }
    deps.runtime.logger.error(
      { code: isKeywardError(error) ? error.code : 'INTERNAL' },
      'an identity token was not exchanged',
    );
    return json(503, { error: 'temporarily_unavailable' });
  }
}

interface Asked {
  readonly agent: string;
  readonly jwt: string;
  readonly remote: Remote;
}

async function exchangeRecorded(deps: RouteDeps, { agent, jwt, remote }: Asked): Promise<Exchanged> {
  const { runtime, verify } = deps;
  const call_id = newId(runtime.random);
  const session = { transport: 'http', connection_id: call_id, remote: { ...remote } } as const;
  const refuse = async (because: string): Promise<never> => {
    await recordRefused(runtime, { ...session, because });
    throw new KeywardError('IDENTITY_TOKEN_INVALID', 'the identity token was refused');
  };
  const record = await runtime.storage.identity.findAgentByName(agent);
  if (record === undefined) return refuse('unknown');
  const { id, name } = record.agent;
  // Not believed for anything but this: no key is loaded for an agent without trust rules.
  if (!Buffer.from(record.agent.statement).includes('"workloads"')) return refuse('issuer');
  const agents = await agentDeps(deps);
  const answer = await exchangeWorkloadToken({ ...agents, verify }, { agent: id, jwt, session });
  if (answer.kind === 'refused') return refuse(answer.because);
  const { issued, issuer, subject, claims } = answer;
  // Before it is handed out: a token that is in no record was never handed out.
  await runtime.trail.record({
    type: 'agent.token_issued',
    call_id,
    session: agentActor({ agentId: id, agentName: name, tokenId: issued.tokenId }, session),
    agent: { id, name },
    outcome: { result: 'ok' },
    detail: { kind: 'workload', issuer, subject, claims, token_id: issued.tokenId },
  });
  return answer;
}

// The owner key is loaded for this one exchange, and dropped with it.
async function agentDeps({ runtime }: RouteDeps): Promise<AgentDeps> {
  const { storage, clock, random } = runtime;
  return { store: storage.identity, owner: await openOwnerVaultsUnattended(runtime), clock, random };
}

async function recordRefused(
  { trail, random }: Pick<Runtime, 'trail' | 'random'>,
  { because, ...facts }: Partial<SessionFacts> & { readonly because: string },
): Promise<void> {
  const session = actor('unknown', facts);
  await recordRefusal(trail, { callId: newId(random), session, code: 'IDENTITY_TOKEN_INVALID', because });
}

// RFC 6749, section 5.2, has one answer for every request that cannot be read.
function oauthError(status: number): Response | undefined {
  return status === 400 || status === 413 || status === 415 ? json(400, { error: 'invalid_request' }) : undefined;
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });
}
