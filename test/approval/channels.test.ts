import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  desktopChannel,
  readWebhookAnswer,
  signedHeaders,
  webhookChannel,
  type Channel,
  type Summary,
} from '../../src/approval/index.ts';
import { describeChannel, type Delivery } from '../contracts/channel.ts';
import { act, OWNER, question, START } from '../support/approval-facts.ts';
import { idOf, openBench } from '../support/approval-kit.ts';

const UNTOLD = ['amount', 'cursor', 'x-mode', 'the customer asked'];
const clock = { now: () => START, monotonicMs: () => 0 };
const macOf = (key: string) => (message: string) => createHmac('sha256', key).update(message).digest();
const mac = macOf('key of the owner');

async function summary(item = 'Stripe live'): Promise<Summary> {
  const asked = act({ url: 'https://api.stripe.com/v1/refunds?cursor=abc' });
  const wire = { ...asked.wire, headers: [['x-mode', 'live']] as const };
  const { approvals, told } = await openBench();
  const display = { agent: 'support bot', item, reason: 'the customer asked for it' };
  await approvals.ask(question({ act: { ...asked, wire }, display }));
  await approvals.settled();
  const [shown] = told;
  if (shown === undefined) throw new TypeError('nothing was shown');
  return shown;
}

function webhook(delivery: Delivery): { channel: Channel; sent: () => string; headers: () => Record<string, string> } {
  let sent = '';
  let headers = {};
  const post = async (message: { body: string; headers: Readonly<Record<string, string>> }) => {
    if (delivery === 'fails') throw new TypeError('unreachable');
    ({ body: sent, headers } = message);
    return delivery === 'arrives' ? 204 : 500;
  };
  const channel = webhookChannel({ name: 'webhook', post, mac, clock, link: 'http://localhost:7117/' });
  return { channel, sent: () => sent, headers: () => headers };
}

function desktop(platform: 'linux' | 'darwin', delivery: Delivery) {
  const calls: (readonly string[])[] = [];
  const spawn = async (program: string, args: readonly string[]) => {
    calls.push([program, ...args]);
    if (delivery === 'fails') return undefined;
    return delivery === 'arrives' ? 0 : 1;
  };
  return { channel: desktopChannel({ platform, spawn }), sent: () => calls.flat().join('\n'), calls };
}

describeChannel('webhook', webhook, { summary: async () => summary(), untold: UNTOLD });
for (const platform of ['linux', 'darwin'] as const) {
  describeChannel(`desktop on ${platform}`, (delivery) => desktop(platform, delivery), {
    summary: async () => summary(),
    untold: UNTOLD,
  });
}

describe('a message by webhook', () => {
  it('is signed as Standard Webhooks says', async () => {
    const { channel, headers, sent } = webhook('arrives');
    const shown = await summary();
    await channel.notify(shown);
    const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers();
    expect(timestamp).toBe(String(START / 1000));
    expect(headers()['webhook-signature']).toBe(`v1,${mac(`${id}.${timestamp}.${sent()}`).toString('base64')}`);
    expect(JSON.parse(sent())).toMatchObject({
      type: 'approval.requested',
      data: { id: shown.id, agent: 'support bot', item: 'Stripe live', method: 'POST', path: '/v1/refunds' },
      link: 'http://localhost:7117/',
    });
  });

  // From the specification of Standard Webhooks, "Signature scheme".
  it('has the signature of the published example', () => {
    const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const example = (message: string) => createHmac('sha256', secret).update(message).digest();
    const headers = signedHeaders(example, {
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: '1614265330',
      body: '{"test": 2432232314}',
    });
    expect(headers['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('an answer by webhook', () => {
  async function openAnswer() {
    const bench = await openBench();
    const id = idOf(await bench.approvals.ask(question()));
    const text = { type: 'approval.answer', id, digest: await bench.digestOf(id), answer: 'approve' };
    const options = { name: 'webhook', approverId: OWNER.id, mac, clock: bench.clock, store: bench.storage.approvals };
    const message = (body: object = text, key = mac) => {
      const unsigned = { id: 'msg-1', timestamp: String(START / 1000), body: JSON.stringify(body) };
      return { ...unsigned, signature: signedHeaders(key, unsigned)['webhook-signature'] ?? '' };
    };
    return { ...bench, text, message, read: (sent = message()) => readWebhookAnswer(options, sent) };
  }

  it('decides as the approver the owner named, whatever it says itself', async () => {
    const { approvals, read } = await openAnswer();
    const answer = await read();
    if (answer.kind !== 'answer') throw new TypeError(answer.why);
    expect(answer.answer).toMatchObject({ approverId: OWNER.id, assurance: 'confirm', channel: 'webhook', yes: true });
    expect(await approvals.decide(answer.answer)).toMatchObject({ kind: 'approved' });
  });

  it('counts once, in whatever process it arrives again', async () => {
    const { read } = await openAnswer();
    expect(await read()).toMatchObject({ kind: 'answer' });
    expect(await read()).toEqual({ kind: 'refused', why: 'replayed' });
  });

  it('is refused when forged, and does not use up the id of the genuine one', async () => {
    const { read, message, text } = await openAnswer();
    const genuine = message();
    const forged = { kind: 'refused', why: 'forged' };
    expect(await read(message(text, macOf('another key')))).toEqual(forged);
    expect(await read({ ...genuine, body: genuine.body.replace('approve', 'deny') })).toEqual(forged);
    expect(await read({ ...genuine, id: 'msg-2' })).toEqual(forged);
    expect(await read({ ...genuine, timestamp: String(START / 1000 + 1) })).toEqual(forged);
    expect(await read({ ...genuine, signature: '' })).toEqual(forged);
    expect(await read({ ...genuine, signature: `v1,AAAA ${genuine.signature}` })).toMatchObject({ kind: 'answer' });
  });

  it.each([
    [300_000, 'answer'],
    [301_000, 'refused'],
    [-301_000, 'refused'],
  ])('read %d ms after it was signed: %s', async (ms, kind) => {
    const { pass, read } = await openAnswer();
    pass(ms);
    expect(await read()).toMatchObject({ kind });
  });

  it.each([
    ['of another type', { type: 'approval.requested' }],
    ['with a word that is neither', { answer: 'maybe' }],
    ['with more than it should say', { approver: 'ben' }],
  ])('%s is malformed', async (_case, changes) => {
    const { read, message, text } = await openAnswer();
    expect(await read(message({ ...text, ...changes }))).toEqual({ kind: 'refused', why: 'malformed' });
  });
});

describe('a notification of the desktop', () => {
  it('passes its words as arguments, behind two dashes and without markup', async () => {
    const { channel, calls } = desktop('linux', 'arrives');
    await channel.notify(await summary('-x <b>& "$(id)"'));
    const body = 'POST api.stripe.com with -x &lt;b&gt;&amp; "$(id)"';
    expect(calls).toEqual([
      ['notify-send', '--app-name=Keyward', '--urgency=normal', '--', 'Keyward: 1 approval waits', body],
    ]);
  });

  it('keeps its words out of the script on macOS', async () => {
    const { channel, calls } = desktop('darwin', 'arrives');
    await channel.notify(await summary('" & do shell script "id'));
    const [program, ...args] = calls[0] ?? [];
    const words = args.slice(args.indexOf('--') + 1);
    expect(program).toBe('osascript');
    expect(words).toEqual(['Keyward: 1 approval waits', 'POST api.stripe.com with " & do shell script "id']);
    expect(args.slice(0, args.indexOf('--')).join(' ')).not.toContain('do shell script');
  });
});
