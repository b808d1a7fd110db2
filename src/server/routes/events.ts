import type { Runtime } from '../../app/index.ts';
import { eventsPage, type EventFeature } from '../../siem/index.ts';
import { actor, agentActor, readChain, recordRefusal } from '../../audit/index.ts';
import { newId, type Clock, type ErrorCode } from '../../core/index.ts';
import {
  bearer,
  type AuthenticatedClient,
  type AuthenticatedRequest,
  type Remote,
  type Route,
} from '../listener/index.ts';
import { brokenLimit, identifyTrailReader, type IdentifiedTrailReader } from '../../identity/index.ts';

// As 1Password has it for one token.
const MAX_REQUESTS_PER_MINUTE = 600;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
// One page walks over up to 20,000 rows.
const MAX_PAGES_AT_ONCE = 2;
const MAX_REMEMBERED = 1_024;

const FEATURES = ['auditevents', 'itemusages'] as const satisfies readonly EventFeature[];

interface AuthenticatedReader extends AuthenticatedClient {
  readonly reader: IdentifiedTrailReader;
}

type EventRouteDeps = Pick<Runtime, 'storage' | 'trail' | 'logger' | 'clock' | 'random'>;

/**
 * The trail as the 1Password Events API gives it, for parsers written for that: pages by cursor, and what a token may read.
 * For tokens of `keyward agent token --audit` alone: no agent reads what is written about it.
 */
export function createEventRoutes<G extends AuthenticatedClient>(deps: EventRouteDeps): readonly Route<G>[] {
  const use = createUse(deps.clock);
  const own = { authentication: 'own', authenticate: bearer(authenticator(deps)) } as const;
  const introspection = (path: `/${string}`, answer: (reader: IdentifiedTrailReader) => Promise<object>): Route<G> => ({
    ...own,
    path,
    methods: ['GET'],
    handle: async (incoming: AuthenticatedRequest<AuthenticatedReader>) =>
      use.bounded(incoming, async () => json(200, await answer(incoming.client.reader))),
  });
  const page = (version: string, feature: EventFeature): Route<G> => ({
    ...own,
    path: `/api/${version}/${feature}`,
    methods: ['POST'],
    handle: async (incoming: AuthenticatedRequest<AuthenticatedReader>) =>
      use.bounded(incoming, async () => readPage(deps, { incoming, feature, use })),
  });
  return [
    introspection('/api/auth/introspect', async ({ tokenId, createdAt }) => ({
      UUID: tokenId,
      IssuedAt: new Date(createdAt).toISOString(),
      Features: FEATURES,
    })),
    introspection('/api/v2/auth/introspect', async ({ tokenId, createdAt }) => ({
      uuid: tokenId,
      issued_at: new Date(createdAt).toISOString(),
      features: FEATURES,
      account_uuid: (await readChain(deps.storage.audit)) ?? '',
    })),
    ...['v1', 'v2'].flatMap((version) => FEATURES.map((feature) => page(version, feature))),
  ];
}

function authenticator({ storage, trail, clock, random }: EventRouteDeps) {
  const identifyDeps = { store: storage.identity, clock };
  return async (token: string, { remote }: { readonly remote: Remote }) => {
    const found = await identifyTrailReader(identifyDeps, token);
    const connection_id = newId(random);
    const facts = { transport: 'http', connection_id, remote: { ...remote } } as const;
    const refuse = async (code: ErrorCode, because: string) => {
      // Without a token there is nothing to refuse: that is how a client finds out that it needs one.
      const refusal = { callId: newId(random), session: actor('unknown', facts), code, because };
      if (token !== '') await recordRefusal(trail, refusal);
      return { kind: 'refused' } as const;
    };
    if (found.kind === 'refused') return refuse(found.code, found.because);
    const broken = brokenLimit(found.limits, facts);
    if (broken !== undefined) return refuse('IDENTITY_NOT_PERMITTED', broken.limit);
    const isStillAuthorized = async (): Promise<boolean> =>
      (await identifyTrailReader(identifyDeps, token)).kind !== 'refused';
    const client: AuthenticatedReader = { id: `reader ${found.tokenId}`, reader: found, isStillAuthorized };
    return { kind: 'authenticated', client } as const;
  };
}

interface Reading {
  readonly incoming: AuthenticatedRequest<AuthenticatedReader>;
  readonly feature: EventFeature;
  readonly use: Use;
}

async function readPage(deps: EventRouteDeps, { incoming, feature, use }: Reading): Promise<Response> {
  const { reader } = incoming.client;
  const page = await eventsPage(deps.storage.audit, feature, incoming.body);
  if (page === undefined) return failure(400, 'a cursor, or limit, start_time and end_time are expected');
  // Any caller that polls is told nothing most of the time: that is recorded once an hour, what was told each time.
  const isFirst = use.isFirstOfHour(reader.tokenId, feature);
  if (isFirst || page.items.length > 0) {
    try {
      await recordPage({ deps, incoming, feature, count: page.items.length });
    } catch {
      deps.logger.error({ code: 'AUDIT_UNWRITABLE' }, 'the trail was not shown: that it is could not be recorded');
      return failure(503, 'the audit trail cannot be written');
    }
  }
  return json(200, page);
}

interface Shown {
  readonly deps: EventRouteDeps;
  readonly incoming: AuthenticatedRequest<AuthenticatedReader>;
  readonly feature: EventFeature;
  readonly count: number;
}

async function recordPage({ deps, incoming, feature, count }: Shown): Promise<void> {
  const { agentId: id, agentName: name } = incoming.client.reader;
  await deps.trail.record({
    type: 'audit.exported',
    call_id: newId(deps.random),
    session: agentActor(incoming.client.reader, {
      transport: 'http',
      connection_id: incoming.connectionId,
      remote: { ...incoming.remote },
    }),
    agent: { id, name },
    outcome: { result: 'ok' },
    detail: { feed: feature, events: count },
  });
}

/** How much each token reads. */
interface Use {
  bounded(incoming: AuthenticatedRequest<AuthenticatedReader>, answer: () => Promise<Response>): Promise<Response>;
  isFirstOfHour(tokenId: string, feature: EventFeature): boolean;
}

interface Window {
  readonly since: number;
  count: number;
}

function createUse(clock: Clock): Use {
  const windows = new Map<string, Window>();
  const recorded = new Map<string, number>();
  const underWay = new Map<string, number>();
  const count = (id: string): number => {
    const known = windows.get(id);
    const isCurrent = known !== undefined && clock.monotonicMs() - known.since < MINUTE_MS;
    const window = isCurrent ? known : { since: clock.monotonicMs(), count: 0 };
    window.count += 1;
    remember(windows, id, window);
    return window.count;
  };
  return {
    async bounded({ client: { id } }, answer) {
      const open = underWay.get(id) ?? 0;
      if (open >= MAX_PAGES_AT_ONCE || count(id) > MAX_REQUESTS_PER_MINUTE) {
        return failure(429, 'too many requests', { 'retry-after': open >= MAX_PAGES_AT_ONCE ? '1' : '60' });
      }
      underWay.set(id, open + 1);
      try {
        return await answer();
      } finally {
        const left = (underWay.get(id) ?? 1) - 1;
        if (left > 0) underWay.set(id, left);
        else underWay.delete(id);
      }
    },
    isFirstOfHour(tokenId, feature) {
      const key = `${tokenId} ${feature}`;
      const last = recorded.get(key);
      if (last !== undefined && clock.monotonicMs() - last < HOUR_MS) return false;
      remember(recorded, key, clock.monotonicMs());
      return true;
    },
  };
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= MAX_REMEMBERED) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

// Errors in the form that its clients read.
function failure(status: number, message: string, headers: Readonly<Record<string, string>> = {}): Response {
  return json(status, { Error: { Message: message } }, headers);
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  });
}
