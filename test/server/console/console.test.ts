import { createServer } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CANARY } from '../../support/agent-kit.ts';
import { act } from '../../support/approval-facts.ts';
import { openConsoleKit } from '../../support/console-kit.ts';

const PAGES = ['/', '/history', '/activity', '/agents', '/items', '/alerts', '/settings'];
const ACTIONS = ['decide', 'resume', 'revoke', 'acknowledge', 'verify', 'end-session', 'sign-out'];

describe('the door of the console', () => {
  it('takes a code once, and one that it never made not at all', async () => {
    const { console, post } = await openConsoleKit();
    const code = console.issueCode();
    expect((await post('/session', { code })).status).toBe(200);
    expect((await post('/session', { code })).status).toBe(403);
    expect((await post('/session', { code: 'A'.repeat(22) })).status).toBe(403);
  });

  it('gives no data without the token of a session: pages, actions and the stream answer 401', async () => {
    const { get, post } = await openConsoleKit();
    const token = { 'x-keyward-session': 'A'.repeat(43) };
    for (const path of PAGES) expect([path, (await get(`/fragments${path}`)).status]).toEqual([path, 401]);
    for (const action of ACTIONS)
      expect([action, (await post(`/actions/${action}`, {})).status]).toEqual([action, 401]);
    expect((await get('/live', token)).status).toBe(401);
    expect((await get('/fragments/', token)).status).toBe(401);
  });

  it('sets no cookie and takes none: a session that comes as a cookie or in the address opens nothing', async () => {
    const { get, post, console, ownPage } = await openConsoleKit();
    const started = await post('/session', { code: console.issueCode() });
    const { token } = JSON.parse(started.body) as { token: string };
    expect(started.headers['set-cookie']).toBeUndefined();
    expect((await get('/')).headers['set-cookie']).toBeUndefined();
    const cookie = `x-keyward-session=${token}; keyward-session=${token}`;
    expect((await get('/fragments/', { ...ownPage, cookie })).status).toBe(401);
    expect((await get(`/fragments/?x-keyward-session=${token}`)).status).toBe(401);
    expect((await get('/fragments/', { authorization: `Bearer ${token}` })).status).toBe(401);
  });

  it('answers under its own name and port alone', async () => {
    const { get, console } = await openConsoleKit();
    const { port } = new URL(console.url);
    for (const host of [
      'evil.example',
      `127.0.0.1:${port}`,
      `[::1]:${port}`,
      'localhost:1',
      `keyward.localhost:${port}`,
    ])
      expect([host, (await get('/', { host })).status]).toEqual([host, 403]);
    expect((await get('/', { host: `localhost:${port}` })).status).toBe(200);
  });

  it('takes no act from another origin, from another port, or from a page that does not say where it is', async () => {
    const { post, signIn, ask, digestOf, runtime, console } = await openConsoleKit();
    const id = await ask();
    const body = { id, digest: await digestOf(id), answer: 'approve' };
    const token = { 'x-keyward-session': await signIn() };
    const foreign: Record<string, string>[] = [
      {},
      { origin: console.url },
      { 'sec-fetch-site': 'same-origin' },
      { origin: console.url, 'sec-fetch-site': 'same-site' },
      { origin: console.url, 'sec-fetch-site': 'cross-site' },
      { origin: 'http://localhost:1', 'sec-fetch-site': 'same-origin' },
      { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      { origin: 'null', 'sec-fetch-site': 'same-origin' },
    ];
    for (const headers of foreign) {
      expect((await post('/actions/decide', body, { ...headers, ...token })).status).toBe(403);
      expect((await post('/session', { code: console.issueCode() }, headers)).status).toBe(403);
    }
    expect((await runtime.storage.approvals.get(id))?.state).toBe('pending');
  });

  it('gives no data to a browser that came from elsewhere, even with the token', async () => {
    const { get, signIn } = await openConsoleKit();
    const token = await signIn();
    const from = (site: string) => get('/fragments/', { 'x-keyward-session': token, 'sec-fetch-site': site });
    expect((await from('same-origin')).status).toBe(200);
    for (const site of ['same-site', 'cross-site', 'none'])
      expect([site, (await from(site)).status]).toEqual([site, 403]);
  });

  it('sends the strict policy with every answer, refusals and failures too', async () => {
    const { get, post, signIn } = await openConsoleKit();
    const token = { 'x-keyward-session': await signIn() };
    const answers = [
      await get('/'),
      await get('/assets/console.js'),
      await get('/fragments/', token),
      await get('/fragments/'),
      await get('/fragments/activity/call?id=none', token),
      await post('/session', { code: 'none' }),
    ];
    for (const { headers } of answers) {
      const policy = String(headers['content-security-policy']);
      for (const part of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        'trusted-types keyward',
      ])
        expect(policy.split('; ')).toContain(part);
      expect(policy).not.toContain('unsafe');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  it('refuses to start where another program listens on [::1] at its port', async () => {
    const { runtime } = await openConsoleKit();
    const { startConsole } = await import('../../../src/server/index.ts');
    const thief = createServer().listen({ host: '::1', port: 0 });
    await once(thief, 'listening');
    onTestFinished(() => void thief.close());
    const address = thief.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const vaults = {} as never;
    await expect(startConsole({ runtime, vaults, agents: vaults, port })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('[::1]'),
    });
  });
});

describe('an answer given in the console', () => {
  it('counts, and is in the trail as the person, with where it came from', async () => {
    const { post, signIn, ask, digestOf, runtime, ownPage } = await openConsoleKit();
    const id = await ask();
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    const body = { id, digest: await digestOf(id), answer: 'approve' };
    expect(await post('/actions/decide', body, headers)).toMatchObject({
      status: 200,
      body: expect.stringContaining('Approved'),
    });
    expect((await runtime.storage.approvals.get(id))?.state).toBe('approved');
    const [record] = await runtime.trail.list({ types: ['approval.approved'] });
    expect(record).toMatchObject({
      session: { principal: { kind: 'owner' }, transport: 'http', remote: { origin: ownPage.origin } },
      detail: { approval: id, channel: 'console', approver: 'owner' },
    });
    expect((await post('/actions/decide', body, headers)).body).toContain('it is approved already');
  });

  it('is a no where the person says no', async () => {
    const { post, signIn, ask, digestOf, runtime, ownPage } = await openConsoleKit();
    const id = await ask();
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    await post('/actions/decide', { id, digest: await digestOf(id), answer: 'deny' }, headers);
    expect((await runtime.storage.approvals.get(id))?.state).toBe('denied');
  });

  it('is never given by a GET: actions answer 405 to it, and pages change nothing', async () => {
    const { get, signIn, ask, digestOf, runtime, ownPage } = await openConsoleKit();
    const id = await ask();
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    const query = `id=${id}&digest=${await digestOf(id)}&answer=approve`;
    for (const action of ACTIONS) expect((await get(`/actions/${action}?${query}`, headers)).status).toBe(405);
    const before = await runtime.storage.audit.head();
    for (const path of PAGES) expect((await get(`/fragments${path}?${query}`, headers)).status).toBe(200);
    expect((await runtime.storage.approvals.get(id))?.state).toBe('pending');
    expect(await runtime.storage.audit.head()).toEqual(before);
  });

  it('does not destroy anything before the host was typed', async () => {
    const { post, signIn, ask, digestOf, runtime, ownPage } = await openConsoleKit();
    const id = await ask({ act: act({ method: 'DELETE', url: 'https://api.stripe.com/v1/customers/cus_1' }) });
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    const body = { id, digest: await digestOf(id), answer: 'approve' };
    expect((await post('/actions/decide', body, headers)).body).toContain('type the host api.stripe.com');
    expect((await post('/actions/decide', { ...body, typed: 'stripe' }, headers)).body).toContain('type the host');
    expect((await runtime.storage.approvals.get(id))?.state).toBe('pending');
    expect((await post('/actions/decide', { ...body, typed: 'api.stripe.com' }, headers)).body).toContain('Approved');
  });

  it('answers an unknown id, and an approval that was shown otherwise, with the very same bytes', async () => {
    const { get, post, signIn, ask, agentId, ownPage } = await openConsoleKit();
    const id = await ask();
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    const answers = [
      await post('/actions/decide', { id: 'none', digest: '00', answer: 'approve' }, headers),
      await post('/actions/decide', { id, digest: '00', answer: 'approve' }, headers),
      await post('/actions/decide', { id: agentId, digest: '', answer: 'deny' }, headers),
      await post('/actions/decide', { id: [id] }, headers),
      await post('/actions/resume', { id: 'none' }, headers),
      await post('/actions/revoke', { id: '<b>' }, headers),
      await post('/actions/acknowledge', { id: 'none' }, headers),
      await post('/actions/end-session', { id: 'none' }, headers),
      await get('/fragments/activity/call?id=none', headers),
    ];
    const first = answers[0];
    expect(first?.status).toBe(404);
    for (const { status, body } of answers) expect({ status, body }).toEqual({ status: 404, body: first?.body });
  });
});

describe('what the console shows', () => {
  const HOSTILE = `<img src=x onerror=alert(1)>"'&\u202egnp`;

  const CALL = `<img src=x>"'&`;

  it('escapes hostile words of agents, items, clients, paths and bodies, and makes what cannot be seen visible', async () => {
    const { get, signIn, ask, runtime } = await openConsoleKit({
      agentName: 'a-1',
      itemTitle: HOSTILE.replace('\u202e', ''),
    });
    await ask({
      act: act({
        url: 'https://api.stripe.com/v1/%3Cscript%3E?q=<script>alert(1)</script>',
        body: `{"x":"<script>"}${HOSTILE}`,
      }),
      display: {
        agent: HOSTILE,
        item: HOSTILE,
        client: HOSTILE,
        session: HOSTILE,
        reason: HOSTILE,
        unicodeHost: HOSTILE,
      },
    });
    const agent = { id: '<b>', name: HOSTILE };
    const session = { principal: { kind: 'agent', ...agent } } as const;
    await runtime.trail.record({
      type: 'anomaly.raised',
      call_id: CALL,
      session,
      agent,
      detail: { sentence: HOSTILE, rule: 'r' },
    });
    const headers = { 'x-keyward-session': await signIn() };
    const paths = [
      ...PAGES,
      `/activity?host=${encodeURIComponent(CALL)}`,
      `/items?q=${encodeURIComponent('"><script>')}`,
    ];
    const call = `/activity/call?id=${encodeURIComponent(CALL)}`;
    let sawEscaped = 0;
    for (const path of [...paths, call]) {
      const { status, body } = await get(`/fragments${path}`, headers);
      expect([path, status]).toEqual([path, 200]);
      expect(body).not.toMatch(/<(?:img|script|b>')/i);
      expect(body).not.toContain('\u202e');
      if (body.includes('&lt;img src=x')) sawEscaped += 1;
    }
    expect(sawEscaped).toBeGreaterThanOrEqual(5);
  });

  it('puts the agent\u2019s words last, quoted and marked, and gives Approve no focus', async () => {
    const { get, signIn, ask } = await openConsoleKit();
    await ask();
    const { body } = await get('/fragments/', { 'x-keyward-session': await signIn() });
    const order = [
      '<b>api.stripe.com',
      '/v1/refunds',
      'sha256',
      'Stripe live',
      'support bot',
      'The agent says:',
      '>Deny<',
      '>Approve<',
    ];
    const at = order.map((part) => body.indexOf(part));
    expect(at).toEqual(at.toSorted((a, b) => a - b));
    expect(at).not.toContain(-1);
    expect(body).toContain('<q>the customer asked for it</q>');
    expect(body).not.toContain('autofocus');
  });

  it('shows no secret on any page', async () => {
    const { get, signIn, ask } = await openConsoleKit();
    await ask();
    const headers = { 'x-keyward-session': await signIn() };
    for (const path of PAGES) expect((await get(`/fragments${path}`, headers)).body).not.toContain(CANARY);
  });

  it('shows where an item may go, who may use it, and its records one link away', async () => {
    const { get, signIn, agentId } = await openConsoleKit();
    const headers = { 'x-keyward-session': await signIn() };
    expect((await get('/fragments/items', headers)).body).toContain('origin: https://api.stripe.com');
    const { body } = await get('/fragments/agents', headers);
    expect(body).toContain('ai-agents (use)');
    expect(body).toContain(`/activity?agent=${agentId}`);
  });

  it('pages back through the trail, counts it in charts, and says whether it is whole', async () => {
    const { get, post, signIn, runtime, ownPage } = await openConsoleKit();
    const session = { principal: { kind: 'agent', id: 'a', name: 'a' } } as const;
    for (let made = 0; made < 60; made += 1)
      await runtime.trail.record({ type: 'call.intent', session, agent: { id: 'a' } });
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    const { body } = await get('/fragments/activity', headers);
    expect(body).toMatch(/aria-label="Calls: 60 from /);
    const older = /href="(\/activity\?at=[^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect((await get(`/fragments${older}`, headers)).body.match(/call\.intent<\/a>/g)).toHaveLength(10);
    expect((await post('/actions/verify', {}, headers)).body).toContain('Intact: 60 records');
  });
});

describe('acts in the console', () => {
  it('revoke an agent once its name is typed, on record as the owner', async () => {
    const { post, signIn, agentId, runtime, ownPage } = await openConsoleKit();
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    expect((await post('/actions/revoke', { id: agentId }, headers)).body).toContain('Not revoked');
    expect((await runtime.storage.identity.findAgent(agentId))?.agent.revokedAt).toBeUndefined();
    expect((await post('/actions/revoke', { id: agentId, typed: 'claude-desktop' }, headers)).body).toContain(
      'Revoked',
    );
    expect((await runtime.storage.identity.findAgent(agentId))?.agent.revokedAt).toBeDefined();
    const [record] = await runtime.trail.list({ types: ['agent.revoked'] });
    expect(record).toMatchObject({
      session: { principal: { kind: 'owner' }, transport: 'http' },
      detail: { via: 'console' },
    });
  });

  it('resume an agent, and acknowledge an alert', async () => {
    const { get, post, signIn, agentId, runtime, ownPage } = await openConsoleKit();
    const headers = { ...ownPage, 'x-keyward-session': await signIn() };
    const session = { principal: { kind: 'watch' } } as const;
    const detail = { rule: 'burst', sentence: 'many calls at once', response: 'suspend' };
    await runtime.trail.record({ type: 'anomaly.raised', call_id: 'alert-1', session, agent: { id: agentId }, detail });
    expect((await get('/fragments/alerts', headers)).body).toContain('many calls at once');
    expect((await post('/actions/resume', { id: agentId }, headers)).body).toContain('neither suspended');
    expect((await post('/actions/acknowledge', { id: 'alert-1' }, headers)).body).toContain('Acknowledged');
    expect((await get('/fragments/alerts', headers)).body).toContain('No open alerts');
  });

  it('end another session at once, and sign out', async () => {
    const { get, post, signIn, ownPage } = await openConsoleKit();
    const [own, other] = [await signIn(), await signIn()];
    const headers = { ...ownPage, 'x-keyward-session': own };
    const id = /name="id" value="([^"]+)"/.exec((await get('/fragments/settings', headers)).body)?.[1];
    expect((await post('/actions/end-session', { id }, headers)).status).toBe(200);
    expect((await get('/fragments/', { 'x-keyward-session': other })).status).toBe(401);
    expect((await post('/actions/sign-out', {}, headers)).status).toBe(200);
    expect((await get('/fragments/', headers)).status).toBe(401);
  });

  it('are told to an open tab by the stream: how many wait, when one more comes', async () => {
    const { console, signIn, ask } = await openConsoleKit();
    const token = await signIn();
    const response = await fetch(`${console.url}/live`, { headers: { 'x-keyward-session': token } });
    const reader = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toContain('data: {"pending":0}');
    await ask();
    expect((await reader.read()).value).toContain('data: {"pending":1}');
    await reader.cancel();
  });
});
