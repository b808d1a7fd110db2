import type { ServerResponse } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBroker, createUsageHistory, type Broker } from '../../src/broker/index.ts';
import { createAuditTrail } from '../../src/audit/index.ts';
import { silentLogger, systemRandom } from '../../src/core/index.ts';
import { createOutbound } from '../../src/outbound/index.ts';
import { openStorage } from '../../src/storage/index.ts';
import { CANARY, openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { startKeyward } from '../support/keyward.ts';
import { startHttpPeer, type Answer, type SeenRequest } from '../support/lab/http-peer.ts';

const BEARER = { scheme: 'bearer' } as const;
const LIMIT = 16;
// What one service is sent at the same moment: more wait for a connection.
const IN_FLIGHT = 32;

describe('reflections of calls made at the same moment', () => {
  it('are given up to the limit and no further, though every call was sent before the first answer', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer({ answer: heldUntil(IN_FLIGHT, reflect) });
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER });

    const answers = await callAtOnce(kit.broker, kit, { origin: peer.origin, count: 120 });

    expect(tally(answers)).toEqual({ '200': LIMIT, POLICY_LOCKED: 120 - LIMIT });
    expect(await call(kit.broker, kit, `${peer.origin}/`)).toMatchObject({ code: 'POLICY_LOCKED' });
    const raised = (await kit.recorded()).filter((line) => line.startsWith('anomaly.raised'));
    expect(raised).toHaveLength(1);
  });

  it('do not stop clean calls: forty at once all go through', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer();
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER });

    expect(tally(await callAtOnce(kit.broker, kit, { origin: peer.origin, count: 40 }))).toEqual({ '200': 40 });
  });

  it('are refused alike, hit or clean, once the item is locked while they are in flight', async () => {
    const kit = await openAgentKit({ maxReflections: 1 });
    const held = new Map<string, () => void>();
    const peer = await startHttpPeer({
      answer: (request, response) => {
        const finish = (): void => (request.path === '/clean' ? clean : reflect)(request, response);
        if (request.path === '/first') finish();
        else held.set(request.path, finish);
        if (held.size === 2) arrived();
      },
    });
    let arrived = (): void => undefined;
    const both = new Promise<void>((resolve) => (arrived = resolve));
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER });

    const inFlight = ['/hit', '/clean'].map((path) => call(kit.broker, kit, `${peer.origin}${path}`));
    await both;
    expect(await call(kit.broker, kit, `${peer.origin}/first`)).toMatchObject({ status: 200 });
    for (const finish of held.values()) finish();
    const [hit, fine] = (await Promise.all(inFlight)).map(withoutId);

    expect(hit).toMatchObject({ kind: 'refused', code: 'POLICY_LOCKED' });
    expect(fine).toEqual(hit);
  });
});

describe('what several processes of one data folder reserve', () => {
  it('is counted once over all of them: two brokers on two connections share rate and lock', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer({ answer: reflect });
    await kit.addItem('rated', { urls: [peer.origin], auth: BEARER, rate: '5/min' });
    await kit.addItem('api', { urls: [peer.origin], auth: BEARER });
    const other = await brokerBeside(kit);
    const origin = peer.origin;

    const rated = [kit.broker, other].map((broker) => callAtOnce(broker, kit, { origin, count: 6, item: 'rated' }));
    expect(tally((await Promise.all(rated)).flat())).toEqual({ '200': 5, POLICY_RATE_EXCEEDED: 7 });
    expect(peer.seen).toHaveLength(5);

    const reflected = [kit.broker, other].map((broker) => callAtOnce(broker, kit, { origin, count: 20 }));
    expect(tally((await Promise.all(reflected)).flat())).toEqual({ '200': LIMIT, POLICY_LOCKED: 40 - LIMIT });
  });

  it('holds for three servers of one agent', { timeout: 60_000 }, async () => {
    const keyward = await startKeyward();
    const peer = await startHttpPeer({ answer: reflect });
    const flags = ['--url', peer.origin, '--auth', 'bearer', '--rate', '10/min'];
    const token = await keyward.prepare({ title: 'rated', secret: CANARY, flags });
    await keyward.here.json(['item', 'create', 'ai-agents/api', '--url', peer.origin, '--auth', 'bearer'], CANARY);
    const servers = await Promise.all([1, 2, 3].map(() => keyward.connect({ token })));
    const codes = async (item: string, count: number): Promise<Record<string, number>> => {
      const calls = servers.flatMap((server) =>
        Array.from({ length: count }, async () => server.call('http_get', { item, url: `${peer.origin}/` })),
      );
      return counted((await Promise.all(calls)).map(({ content }) => String(content['status'] ?? content['code'])));
    };

    expect(await codes('rated', 8)).toEqual({ '200': 10, POLICY_RATE_EXCEEDED: 14 });
    expect(peer.seen).toHaveLength(10);
    expect(await codes('api', 10)).toEqual({ '200': LIMIT, POLICY_LOCKED: 30 - LIMIT });
  });
});

type Answered = Awaited<ReturnType<Broker['call']>>;

function reflect({ headers }: SeenRequest, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ sent: headers.authorization }));
}

function clean(_request: SeenRequest, response: ServerResponse): void {
  response.setHeader('content-type', 'application/json').end('{"ok":true}');
}

// Nothing is answered before so many are waiting: none of them can have been judged after an answer.
function heldUntil(count: number, answer: Answer): Answer {
  const waiting: (() => void)[] = [];
  let open = false;
  return (request, response) => {
    if (open) return answer(request, response);
    waiting.push(() => answer(request, response));
    if (waiting.length < count) return;
    open = true;
    for (const go of waiting) go();
  };
}

interface Many {
  readonly origin: string;
  readonly count: number;
  readonly item?: string;
}

function callAtOnce(broker: Broker, kit: AgentKit, { origin, count, item }: Many): Promise<readonly Answered[]> {
  return Promise.all(Array.from({ length: count }, () => call(broker, kit, `${origin}/`, item)));
}

function call(broker: Broker, { context }: AgentKit, url: string, item = 'api'): Promise<Answered> {
  return broker.call(context, { item, method: 'GET', url });
}

function tally(answers: readonly Answered[]): Record<string, number> {
  return counted(answers.map((answer) => (answer.kind === 'answered' ? String(answer.status) : answer.code)));
}

function counted(words: readonly string[]): Record<string, number> {
  return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((other) => other === word).length]));
}

function withoutId({ callId: _, ...answer }: Answered): Omit<Answered, 'callId'> {
  return answer;
}

/** Another broker of the same agent on the same data folder, over a connection of its own. */
async function brokerBeside(kit: AgentKit): Promise<Broker> {
  const { clock, caller } = kit;
  const deps = { clock, random: systemRandom, logger: silentLogger };
  const storage = await openStorage({ folder: kit.folder, logger: silentLogger });
  onTestFinished(() => storage.close());
  const outbound = createOutbound({ logger: silentLogger, clock });
  onTestFinished(() => outbound.close());
  const trail = createAuditTrail({ store: storage.audit, ...deps });
  const usage = createUsageHistory({ store: storage.usage });
  return createBroker({ caller, trail, outbound, usage, approvals: kit.approvals, ...deps });
}
