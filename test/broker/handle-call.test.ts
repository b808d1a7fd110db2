import { describe, expect, it } from 'vitest';
import type { AuditEvent, UsageLimits } from '../../src/audit/index.ts';
import { createBroker, createUsageHistory, type Broker } from '../../src/broker/index.ts';
import { KeywardError, silentLogger, systemRandom } from '../../src/core/index.ts';
import { revokeAgent } from '../../src/identity/index.ts';
import { createOutbound } from '../../src/outbound/index.ts';
import { chooseDriver } from '../../src/storage/sqlite/choose-driver.ts';
import { openAgentKit, CANARY, type AgentKit } from '../support/agent-kit.ts';
import { echo, startCanary, startHttpPeer } from '../support/lab/http-peer.ts';
import { openOn } from '../support/storage-kit.ts';

const BEARER = { scheme: 'bearer' };

describe('a call that the binding allows', () => {
  it('reaches the service with the credential and answers without it', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer({ answer: echo });
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER, allow: ['GET /v1/**'] });

    const answer = await kit.broker.call(kit.context, { item: 'api', method: 'GET', url: `${upstream.origin}/v1/me` });

    expect(upstream.seen[0]?.headers.authorization).toBe(`Bearer ${CANARY}`);
    expect(answer).toMatchObject({ kind: 'answered', status: 200, truncated: false });
    expect(JSON.stringify(answer)).not.toContain(CANARY);
  });

  it('is recorded as intent, then outcome, with agent, grant, item, host and session', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });

    await kit.broker.call(kit.context, {
      item: 'api',
      method: 'GET',
      url: `${upstream.origin}/v1/me?page=2`,
      reason: 'look',
    });

    expect(await kit.recorded()).toEqual(['call.intent', 'call.outcome ok']);
    const [outcome, intent] = await kit.trail.list();
    expect(intent).toMatchObject({
      call_id: outcome?.['call_id'],
      grant_id: kit.agent.agent.grants[0]?.id,
      agent: { name: 'claude-desktop' },
      item: { title: 'api', version: 1 },
      vault: { name: 'ai-agents' },
      request: { method: 'GET', origin: upstream.origin, path: '/v1/me', query_names: ['page'] },
      session: {
        transport: 'stdio',
        connection_id: 'connection-of-the-test',
        principal: { kind: 'agent', name: 'claude-desktop', token_id: kit.agent.agent.tokens[0]?.id },
      },
      detail: {
        claimed_reason: 'look',
        matched_rule: { number: 0 },
        binding_digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    });
    expect(outcome).toMatchObject({ outcome: { result: 'ok', status: 200, redacted: false } });
  });

  it('does not follow a redirect and says where it pointed', async () => {
    const kit = await openAgentKit();
    const elsewhere = await startCanary();
    const upstream = await startHttpPeer({
      answer: (_, response) => void response.writeHead(302, { location: `${elsewhere.origin}/x` }).end(),
    });
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });

    const answer = await kit.broker.call(kit.context, { item: 'api', method: 'GET', url: `${upstream.origin}/` });

    expect(answer).toMatchObject({ status: 302, location: `${elsewhere.origin}/x` });
    expect(elsewhere.connections()).toBe(0);
  });

  it.each([
    [[], { status: 302, headers: {} }, undefined],
    [['Location'], { status: 302, headers: { location: '/next' } }, expect.stringMatching(/\/next$/)],
  ])('shows of a redirect what a projection of the headers %j lists', async (headers, shown, location) => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer({
      answer: (_, response) => void response.writeHead(302, { location: '/next' }).end(),
    });
    await kit.addItem('api', {
      urls: [upstream.origin],
      auth: BEARER,
      response: { mode: 'projection', pointers: [], headers },
    });

    const answer = await kit.broker.call(kit.context, { item: 'api', method: 'GET', url: `${upstream.origin}/` });

    expect(answer).toMatchObject(shown);
    expect(answer.kind === 'answered' ? answer.location : answer).toEqual(location);
  });

  it('keeps only what was selected, and cuts what is longer than asked', async () => {
    const kit = await openAgentKit();
    const body = JSON.stringify({ data: [{ id: 7, name: 'x'.repeat(500) }] });
    const upstream = await startHttpPeer({
      answer: (_, response) => void response.setHeader('content-type', 'application/json').end(body),
    });
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}/` };

    expect(await kit.broker.call(kit.context, { ...input, select: ['/data/0/id', '/constructor'] })).toMatchObject({
      body: { '/data/0/id': 7 },
    });
    expect(await kit.broker.call(kit.context, { ...input, max_chars: 10 })).toMatchObject({
      body: body.slice(0, 10),
      truncated: true,
    });
  });

  it('shows nothing but the status where the binding says status_only', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER, response: { mode: 'status_only' } });

    const answer = await kit.broker.call(kit.context, {
      item: 'api',
      method: 'GET',
      url: `${upstream.origin}/`,
      select: ['/ok'],
    });

    expect(answer).toMatchObject({ status: 200, headers: {}, body: null });
  });
});

describe('a call that is refused', () => {
  it.each([
    ['an origin that is not bound', { url: 'https://evil.test/' }, 'POLICY_ORIGIN_NOT_BOUND'],
    ['a method that is not allowed', { method: 'DELETE' }, 'POLICY_METHOD_NOT_ALLOWED'],
    ['a path that is not allowed', { path: '/admin' }, 'POLICY_PATH_NOT_ALLOWED'],
    ['a path that climbs', { path: '/v1/%2e%2e%2fadmin' }, 'POLICY_PATH_REFUSED'],
    ['a malformed URL', { url: 'not a url' }, 'POLICY_URL_REFUSED'],
    ['a header that is ours to set', { headers: { Authorization: 'x' } }, 'POLICY_HEADER_REFUSED'],
    ['a body on GET', { body: { text: 'x' } }, 'POLICY_BODY_NOT_ALLOWED'],
    ['a placeholder for a credential', { query: { key: '{{credential}}' } }, 'POLICY_PLACEHOLDER_REFUSED'],
    ['an unknown item', { item: 'nothing' }, 'ITEM_NOT_FOUND'],
  ])('names %s, sends nothing, and is recorded', async (_, change, code) => {
    const kit = await openAgentKit();
    const upstream = await startCanary();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER, allow: ['GET,POST /v1/**'] });
    const { path = '/v1/me', ...rest } = change as { path?: string };
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}${path}`, ...rest };

    expect(await kit.broker.call(kit.context, input)).toMatchObject({ kind: 'refused', code });
    expect(await kit.broker.explain(kit.context, input)).toMatchObject({ decision: 'deny', code });
    expect(upstream.connections()).toBe(0);
    expect((await kit.recorded())[0]).toBe(`call.denied ${code}`);
  });

  it('names the candidates of an ambiguous title and takes none of them', async () => {
    const kit = await openAgentKit();
    const second = await kit.owner.createVault('other');
    const { createAgent } = await import('../../src/identity/index.ts');
    const deps = { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom };
    const both = await createAgent(deps, {
      name: 'both',
      vaultIds: [kit.vaultId, second.id],
      can: 'use',
      expiresInMs: 60_000,
    });
    const flags = { urls: ['https://api.example.com'], auth: BEARER };
    const { id } = await kit.addItem('api', flags);
    const first = await kit.owner.findItem(kit.vaultId, id);
    if (first.kind !== 'found') throw new Error('the item is there');
    const { draft } = await import('../support/vault-kit.ts');
    await kit.owner.createItem(second.id, draft('API', CANARY));
    const { callerByToken } = await import('../support/agent-kit.ts');
    const broker = brokerOf(kit, { caller: callerByToken(kit, both.token) });

    const answer = await broker.call(kit.context, { item: 'Api', method: 'GET', url: 'https://api.example.com/' });

    expect(answer).toMatchObject({
      code: 'ITEM_AMBIGUOUS',
      nearest: { items: expect.arrayContaining(['ai-agents/api', 'other/API']) },
    });
  });

  it('waits for a person who has to agree, and reaches no socket before', async () => {
    const kit = await openAgentKit();
    const upstream = await startCanary();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER, allow: ['read-write /**'], approval: 'writes' });
    const write = { item: 'api', method: 'POST', url: `${upstream.origin}/`, body: { json: {} } };

    expect(await kit.broker.call(kit.context, write)).toMatchObject({ kind: 'pending', code: 'APPROVAL_PENDING' });
    expect(await kit.broker.explain(kit.context, write)).toMatchObject({
      decision: 'ask',
      code: 'APPROVAL_REQUIRED',
    });
    expect(upstream.connections()).toBe(0);
  });

  it('refuses an item that is bound to nothing', async () => {
    const kit = await openAgentKit();
    const { draft } = await import('../support/vault-kit.ts');
    await kit.owner.createItem(kit.vaultId, draft('loose', CANARY));

    expect(
      await kit.broker.call(kit.context, { item: 'loose', method: 'GET', url: 'https://a.example/' }),
    ).toMatchObject({ code: 'ITEM_NOT_BOUND' });
  });

  it('refuses a revoked agent on its next call, with the sentence every bad token gets', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
    expect(await kit.broker.call(kit.context, input)).toMatchObject({ status: 200 });

    await revokeAgent(
      { store: kit.storage.identity, owner: kit.owner, clock: kit.clock, random: systemRandom },
      'claude-desktop',
    );

    expect(await kit.broker.call(kit.context, input)).toMatchObject({
      code: 'IDENTITY_TOKEN_INVALID',
      reason: 'the agent token is not valid',
    });
    expect(await kit.broker.listItems(kit.context, {})).toMatchObject({
      kind: 'refused',
      code: 'IDENTITY_TOKEN_INVALID',
    });
    expect(upstream.seen).toHaveLength(1);
  });

  it('refuses an agent whose time is over', async () => {
    const kit = await openAgentKit();
    await kit.broker.listItems(kit.context, {});
    kit.clock.advance(2 * 86_400_000);

    expect(await kit.broker.listItems(kit.context, {})).toMatchObject({ code: 'IDENTITY_TOKEN_INVALID' });
  });
});

describe('what goes wrong', () => {
  it('makes no call when the intent cannot be recorded, and recovers when it can', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    let writable = false;
    const trail = {
      ...kit.trail,
      record: (event: AuditEvent) => (writable ? kit.trail.record(event) : unwritable()),
      recordWithin: (event: AuditEvent, limits: UsageLimits) =>
        writable ? kit.trail.recordWithin(event, limits) : unwritable(),
    };
    const broker = brokerOf(kit, { trail });
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}/` };

    expect(await broker.call(kit.context, input)).toMatchObject({
      kind: 'refused',
      code: 'AUDIT_UNWRITABLE',
      sent: 'no',
    });
    expect(upstream.connections()).toBe(0);
    writable = true;
    expect(await broker.call(kit.context, input)).toMatchObject({ kind: 'answered' });
  });

  it('answers nothing when the outcome cannot be recorded', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    const trail = {
      ...kit.trail,
      recordWithin: (event: AuditEvent, limits: UsageLimits) =>
        event.type === 'call.outcome' ? unwritable() : kit.trail.recordWithin(event, limits),
    };

    const answer = await brokerOf(kit, { trail }).call(kit.context, {
      item: 'api',
      method: 'GET',
      url: `${upstream.origin}/`,
    });

    expect(answer).toMatchObject({ kind: 'refused', code: 'AUDIT_OUTCOME_UNRECORDED', sent: 'yes' });
    expect(upstream.seen).toHaveLength(1);
    expect(answer).not.toHaveProperty('body');
  });

  it('has the intent on disk before the secret is opened', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    let seenAtOpening: readonly string[] = [];
    const caller = {
      async identify() {
        const identified = await kit.caller.identify();
        if (identified.kind === 'refused') return identified;
        const open: typeof identified.store.open = async (item) => {
          seenAtOpening = (await kit.storage.audit.readLatest(10)).map((row) => row.type);
          return identified.store.open(item);
        };
        return { ...identified, store: { ...identified.store, open } };
      },
    };

    await brokerOf(kit, { caller }).call(kit.context, { item: 'api', method: 'GET', url: `${upstream.origin}/` });

    expect(seenAtOpening).toEqual(['call.intent']);
  });

  it('records a tampered vault for the operator and tells the agent one fixed sentence', async () => {
    const kit = await openAgentKit();
    const upstream = await startCanary();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    kit.sql('UPDATE items SET details = zeroblob(200)');

    const answer = await kit.broker.call(kit.context, { item: 'api', method: 'GET', url: `${upstream.origin}/` });

    expect(answer).toMatchObject({ kind: 'refused', code: 'INTERNAL' });
    expect(await kit.recorded()).toEqual(['call.intent', 'call.outcome VAULT_RECORD_TAMPERED']);
    expect(upstream.connections()).toBe(0);
  });

  it('records a call whose item cannot even be read', async () => {
    const kit = await openAgentKit();
    const upstream = await startCanary();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    kit.sql('UPDATE items SET overview = zeroblob(200)');
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}/` };

    expect(await kit.broker.call(kit.context, input)).toMatchObject({ kind: 'refused', code: 'INTERNAL' });
    expect(await kit.broker.explain(kit.context, input)).toMatchObject({ decision: 'deny', code: 'INTERNAL' });
    expect(await kit.recorded()).toEqual([
      'call.denied VAULT_RECORD_TAMPERED',
      'request.explained VAULT_RECORD_TAMPERED',
    ]);
    expect((await kit.trail.list())[0]).toMatchObject({ agent: { name: 'claude-desktop' } });
    expect(upstream.connections()).toBe(0);
  });

  it('records a cancelled call', async () => {
    const kit = await openAgentKit();
    const aborter = new AbortController();
    const upstream = await startHttpPeer({
      answer: () => {
        aborter.abort();
      },
    });
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });

    const answer = await kit.broker.call(
      { ...kit.context, signal: aborter.signal },
      { item: 'api', method: 'GET', url: `${upstream.origin}/` },
    );

    expect(answer).toMatchObject({ code: 'OUTBOUND_CANCELLED' });
    expect(await kit.recorded()).toEqual(['call.intent', 'call.outcome OUTBOUND_CANCELLED']);
  });

  it('records an unreachable service', async () => {
    const kit = await openAgentKit();
    await kit.addItem('api', { urls: ['http://127.0.0.1:9'], auth: BEARER });

    const answer = await kit.broker.call(kit.context, { item: 'api', method: 'GET', url: 'http://127.0.0.1:9/' });

    expect(answer).toMatchObject({ code: 'OUTBOUND_UNREACHABLE' });
    expect(JSON.stringify(answer)).not.toContain('127.0.0.1');
  });

  it('holds a rate', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer();
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER, rate: '2/min' });
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}/` };

    const answers = [];
    for (let call = 0; call < 3; call += 1) answers.push(await kit.broker.call(kit.context, input));
    kit.clock.advance(61_000);
    answers.push(await kit.broker.call(kit.context, input));

    expect(answers.map((answer) => (answer.kind === 'answered' ? answer.status : answer.code))).toEqual([
      200,
      200,
      'POLICY_RATE_EXCEEDED',
      200,
    ]);
  });
});

describe('a secret that comes back', () => {
  it('locks the item for that agent after a few times in an hour, tells the agent nothing, and raises an anomaly', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer({ answer: echo });
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    const broker = brokerOf(kit, { usage: createUsageHistory({ store: kit.storage.usage, maxReflections: 2 }) });
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}/` };

    const first = await broker.call(kit.context, input);
    const second = await broker.call(kit.context, input);
    const third = await broker.call(kit.context, input);
    kit.clock.advance(3_600_001);
    const later = await broker.call(kit.context, input);

    expect(first).toMatchObject({ status: 200 });
    expect(Object.keys(second)).toEqual(Object.keys(first));
    expect(third).toMatchObject({ code: 'POLICY_LOCKED' });
    expect(later).toMatchObject({ status: 200 });
    expect(await kit.recorded()).toContain('anomaly.raised');
  });

  it('stays locked over a restart', async () => {
    const kit = await openAgentKit();
    const upstream = await startHttpPeer({ answer: echo });
    await kit.addItem('api', { urls: [upstream.origin], auth: BEARER });
    const input = { item: 'api', method: 'GET', url: `${upstream.origin}/` };
    const restarted = async (): Promise<Broker> => {
      const { usage } = await openOn(await chooseDriver(process.versions.node), kit.folder);
      return brokerOf(kit, { usage: createUsageHistory({ store: usage, maxReflections: 1 }) });
    };

    expect(await (await restarted()).call(kit.context, input)).toMatchObject({ status: 200 });
    expect(await (await restarted()).call(kit.context, input)).toMatchObject({ code: 'POLICY_LOCKED' });
    expect(upstream.seen).toHaveLength(1);
  });
});

function brokerOf(kit: AgentKit, change: Partial<Parameters<typeof createBroker>[0]>): Broker {
  const outbound = createOutbound({ logger: silentLogger, clock: kit.clock });
  const { caller, trail, clock } = kit;
  return createBroker({
    caller,
    trail,
    outbound,
    approvals: kit.approvals,
    clock,
    usage: createUsageHistory({ store: kit.storage.usage }),
    random: systemRandom,
    logger: silentLogger,
    ...change,
  });
}

async function unwritable(): Promise<never> {
  throw new KeywardError('AUDIT_UNWRITABLE', 'the audit trail cannot be written');
}
