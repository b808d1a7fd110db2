import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../../src/approval/index.ts';
import { SecretValue } from '../../../src/core/index.ts';
import { webhookMac } from '../../../src/outbound/index.ts';
import { bulkSender, datadogSender, findExportFormat, webhookSender, type Batch } from '../../../src/siem/index.ts';
import { recordOf } from '../export/nasty-record.ts';

const OPTIONS = { productVersion: '1', hostname: 'box' };

function batch(count = 2): Batch {
  const format = findExportFormat('ecs');
  const records = Array.from({ length: count }, (_, index) => recordOf('call.outcome', `item${index}`));
  if (format === undefined) throw new Error('there is no ECS');
  return {
    records,
    text: format.encode(records, OPTIONS),
    header: '',
    contentType: '',
    signal: new AbortController().signal,
  };
}

interface Posted {
  readonly url: string;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function recorder(answer: { status: number; body: string }) {
  const posts: Posted[] = [];
  return { posts, post: async (request: Posted) => (posts.push(request), answer) };
}

describe('as the bulk API of Elasticsearch takes it', () => {
  it('each document has an action line before it, with the hash of its record as its id', async () => {
    const { posts, post } = recorder({ status: 200, body: '{"errors":false}' });
    const sent = batch();
    await bulkSender('https://elastic.test/logs-keyward/_bulk', post)(sent);
    const lines =
      posts[0]?.body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)) ?? [];
    expect(lines).toHaveLength(4);
    expect(lines[0]).toEqual({ create: { _id: sent.records[0]?.hash } });
    expect(lines[1]).toMatchObject({ ecs: { version: '8.17.0' } });
    expect(posts[0]).toMatchObject({ contentType: 'application/x-ndjson' });
    expect(posts[0]?.url).toContain('filter_path=errors,items.*.status');
  });

  it('takes what was there already for taken, and nothing else that failed', async () => {
    const answer = (...states: readonly number[]) =>
      recorder({
        status: 200,
        body: JSON.stringify({ errors: true, items: states.map((status) => ({ create: { status } })) }),
      }).post;
    await expect(bulkSender('https://e.test/_bulk', answer(201, 409))(batch())).resolves.toBeUndefined();
    await expect(bulkSender('https://e.test/_bulk', answer(201, 400))(batch())).rejects.toMatchObject({
      code: 'SINK_REFUSED',
      details: { status: 400 },
    });
    const cut = recorder({ status: 200, body: '{"errors":tr' }).post;
    await expect(bulkSender('https://e.test/_bulk', cut)(batch())).rejects.toMatchObject({ code: 'SINK_REFUSED' });
  });
});

it('as Datadog takes it: one array, each with its source, service and host', async () => {
  const { posts, post } = recorder({ status: 202, body: '' });
  await datadogSender('https://logs.test/api/v2/logs', post, { hostname: 'box' })(batch());
  expect(posts[0]?.contentType).toBe('application/json');
  expect(JSON.parse(posts[0]?.body ?? '')).toMatchObject([
    { ddsource: 'keyward', service: 'keyward', hostname: 'box', event: { action: 'call.outcome' } },
    { ddsource: 'keyward' },
  ]);
});

describe('a signed webhook', () => {
  const key = Buffer.alloc(32, 7);

  it('carries a Standard Webhooks signature over its id, time and body', async () => {
    const { posts, post } = recorder({ status: 200, body: '' });
    const mac = webhookMac(SecretValue.fromText(`whsec_${key.toString('base64')}`));
    const sign = async (message: { id: string; body: string }) =>
      signedHeaders(mac, { ...message, timestamp: '1795435200' });
    await webhookSender('https://chat.test/', post, sign)(batch(1));
    const { headers = {}, body = '' } = posts[0] ?? {};
    expect(headers['webhook-id']).not.toContain('.');
    const expected = createHmac('sha256', key).update(`${headers['webhook-id']}.1795435200.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${expected}`);
  });

  it.each(['plain text', 'whsec_', 'whsec_not base64!', `whsec_${Buffer.alloc(8).toString('base64')}`])(
    'is not made with %j for a secret',
    (text) => {
      expect(() => webhookMac(SecretValue.fromText(text))).toThrow(
        expect.objectContaining({ code: 'OUTBOUND_SECRET_UNUSABLE' }),
      );
    },
  );
});
