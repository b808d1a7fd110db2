import { describe, expect, it } from 'vitest';
import { parseBinding } from '../../src/policy/index.ts';
import { CANARY, openAgentKit } from '../support/agent-kit.ts';
import { echo, startHttpPeer } from '../support/lab/http-peer.ts';
import { startRawPeer } from '../support/lab/raw-peer.ts';

describe('a credential in the path', () => {
  it('reaches the service, and neither the agent nor the trail sees it', async () => {
    const kit = await openAgentKit();
    const peer = await startHttpPeer({ answer: echo });
    const auth = { scheme: 'path', path: '/bot{credential}' } as const;
    await kit.addItem('bot', parseBinding({ origins: [peer.origin], auth, rules: ['POST /bot{credential}/*'] }));
    const url = `${peer.origin}/bot{credential}/sendMessage`;

    const answer = await kit.broker.call(kit.context, { item: 'bot', method: 'POST', url });

    expect(peer.seen[0]?.path).toBe(`/bot${CANARY}/sendMessage`);
    expect(answer).toMatchObject({ kind: 'answered', status: 200 });
    const records = await kit.trail.list();
    expect(records[1]?.['request']).toMatchObject({ path: '/bot%7Bcredential%7D/sendMessage' });
    expect(JSON.stringify([answer, records])).not.toContain(CANARY.slice(0, 12));
  });
});

describe('a credential in the body', () => {
  it.each([
    ['json', { scheme: 'json', pointer: '/client_secret' }, { json: { a: 1 } }, `{"client_secret":"${CANARY}","a":1}`],
    ['form', { scheme: 'form', name: 'client_secret' }, { form: { a: 1 } }, `a=1&client_secret=${CANARY}`],
  ] as const)(
    'of the kind %s stands beside what the agent sends, and comes back scrubbed',
    async (_, auth, body, sent) => {
      const kit = await openAgentKit();
      const peer = await startHttpPeer({ answer: echo });
      await kit.addItem('api', parseBinding({ origins: [peer.origin], auth, rules: ['POST /**'] }));

      const answer = await kit.broker.call(kit.context, { item: 'api', method: 'POST', url: `${peer.origin}/t`, body });

      expect(peer.seen[0]?.body).toBe(sent);
      expect(JSON.stringify([answer, await kit.trail.list()])).not.toContain(CANARY.slice(0, 12));
    },
  );
});

describe('a call that failed', () => {
  const bound = (origin: string) => ({ urls: [origin], auth: { scheme: 'bearer' }, allow: ['read-write /**'] });

  it.each([
    ['before it was answered', '', { sent: 'unknown' }, { result: 'unknown', code: 'OUTBOUND_UNREACHABLE' }],
    [
      'within its answer',
      'HTTP/1.1 201 Created\r\ncontent-length: 9\r\n\r\nhalf',
      { sent: 'yes', status: 201 },
      { result: 'failed', code: 'OUTBOUND_RESPONSE_INVALID', status: 201 },
    ],
  ])('%s says so, and to look before it is repeated', async (_, bytes, said, recorded) => {
    const kit = await openAgentKit();
    const peer = await startRawPeer((socket) => socket.end(bytes));
    await kit.addItem('api', bound(peer.origin));
    const call = { item: 'api', method: 'POST', url: `${peer.origin}/a` };

    const answer = await kit.broker.call(kit.context, call);

    expect(answer).toMatchObject({ kind: 'refused', ...said, hint: expect.stringMatching(/^look whether/) });
    expect((await kit.trail.list())[0]).toMatchObject({ type: 'call.outcome', outcome: recorded });
  });

  it('without a connection was not sent, and may be repeated', async () => {
    const kit = await openAgentKit();
    await kit.addItem('api', bound('http://127.0.0.1:1'));
    const answer = await kit.broker.call(kit.context, { item: 'api', method: 'POST', url: 'http://127.0.0.1:1/a' });
    expect(answer).toMatchObject({ code: 'OUTBOUND_UNREACHABLE', sent: 'no', hint: 'check that the service is up' });
    expect((await kit.trail.list())[0]).toMatchObject({ outcome: { result: 'failed' } });
  });
});
