import { describe, expect, it } from 'vitest';
import type { Answer } from '../support/lab/http-peer.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { CANARY, openAgentKit, type AgentKit } from '../support/agent-kit.ts';
import { callTool } from '../support/tool-calls.ts';
import { revealAll } from '../support/vault-kit.ts';

// Synthetic, put together here so that no scanner takes this file for a leak.
const body30 = 'R5tN0bVx3KwPz7LdHq1YfGcM8sAjUeT2oI4u';
const OPAQUE = `opaque-${body30}`;
const TOKENS: Readonly<Record<string, string>> = {
  github: ['ghp', body30].join('_'),
  openai: ['sk', `proj-${body30}`].join('-'),
  slack: ['xoxb', '123456789012', body30].join('-'),
  stripe: ['sk', 'live', body30].join('_'),
  jwt: ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', body30].join('.'),
};

const json =
  (value: unknown): Answer =>
  (_, response) =>
    void response.setHeader('content-type', 'application/json').end(JSON.stringify(value));

interface Asked {
  readonly capture?: readonly string[];
  /** What happens while the service answers. */
  readonly meanwhile?: (kit: AgentKit) => Promise<unknown>;
}

async function ask(answer: Answer, options: Asked = {}) {
  const { meanwhile = () => Promise.resolve() } = options;
  const kit = await openAgentKit();
  const upstream = await startHttpPeer({
    answer: (request, response) => void meanwhile(kit).then(() => answer(request, response)),
  });
  const binding = {
    origins: [upstream.origin],
    auth: { scheme: 'bearer' },
    rules: ['read-write /**'],
    ...(options.capture === undefined ? {} : { capture: options.capture }),
  };
  const { id } = await kit.addItem('api', { urls: [upstream.origin], auth: { scheme: 'bearer' } });
  await kit.owner.updateItem(kit.vaultId, id, { binding });
  const call = async () => callTool(kit, 'http_get', { item: 'api', url: `${upstream.origin}/token` });
  return { kit, call, answer: await call() };
}

async function captured(kit: AgentKit): Promise<readonly { readonly title: string; readonly value: string }[]> {
  const items = (await kit.owner.listItems(kit.vaultId)).filter(({ tags }) => tags.includes('captured'));
  const all = await kit.owner.openAll();
  return Promise.all(
    items.map(async (item) => ({
      title: item.title,
      value: revealAll(await all.openFields(item))['credential'] ?? '',
    })),
  );
}

describe('a new credential in an answer', () => {
  it.each(Object.entries(TOKENS))(
    'of the shape of %s goes into the vault, and its name to the agent',
    async (_, token) => {
      const { kit, answer } = await ask(json({ id: 7, created: { key: token, note: `use ${token}!` } }));

      const [item] = await captured(kit);
      expect(item?.value).toBe(token);
      expect(item?.title).toMatch(/^[a-z-]+ 2026-11-23 [a-z0-9]{8}$/);
      const mark = `[CAPTURED ai-agents/${item?.title ?? ''}]`;
      expect(answer.content['body']).toEqual({ id: 7, created: { key: mark, note: `use ${mark}!` } });
      expect(answer.raw).not.toContain(token.slice(-12));
    },
  );

  it('cannot be used before the owner binds it', async () => {
    const { kit } = await ask(json({ key: TOKENS['github'] }));
    const [item] = await captured(kit);

    const answer = await callTool(kit, 'http_get', { item: item?.title ?? '', url: 'https://api.github.com/user' });

    expect(answer.content['code']).toBe('ITEM_NOT_BOUND');
  });

  it('is recorded as an intent before it and as item.created after it, under the call', async () => {
    const { kit } = await ask(json({ key: TOKENS['github'] }));

    expect(await kit.recorded()).toEqual(['call.intent', 'change.intent', 'item.created ok', 'call.outcome ok']);
    const [outcome, created, intent] = await kit.trail.list();
    expect(created).toMatchObject({ call_id: intent?.['call_id'], detail: { captured_by_call: outcome?.['call_id'] } });
    expect(created).toMatchObject({ item: { title: (await captured(kit))[0]?.title }, vault: { name: 'ai-agents' } });
    expect(JSON.stringify(await kit.trail.list())).not.toContain(body30);
  });

  it('of an OAuth answer is captured whatever it looks like, in JSON and as a form', async () => {
    const answer = { access_token: OPAQUE, refresh_token: `${OPAQUE}2`, token_type: 'bearer', expires_in: 3600 };
    const asJson = await ask(json(answer));
    const asForm = await ask((_, response) => {
      const form = new URLSearchParams({ access_token: OPAQUE, token_type: 'bearer' });
      response.setHeader('content-type', 'application/x-www-form-urlencoded').end(form.toString());
    });

    expect((await captured(asJson.kit)).map(({ value }) => value).toSorted()).toEqual([OPAQUE, `${OPAQUE}2`]);
    expect(asJson.answer.content['body']).toMatchObject({ token_type: 'bearer', expires_in: 3600 });
    expect((await captured(asForm.kit)).map(({ value }) => value)).toEqual([OPAQUE]);
    for (const { raw } of [asJson.answer, asForm.answer]) expect(raw).not.toContain(body30);
  });

  it.each([
    ['AccessKeyId', 'SecretAccessKey'],
    ['accessKeyId', 'sessionToken'],
    ['client_id', 'client_secret'],
  ])('beside %s is captured as %s', async (open, secret) => {
    const { kit, answer } = await ask(json({ Credentials: { [open]: 'public-half', [secret]: OPAQUE } }));

    expect((await captured(kit)).map(({ value }) => value)).toEqual([OPAQUE]);
    expect(answer.content['body']).toMatchObject({ Credentials: { [open]: 'public-half' } });
    expect(answer.raw).not.toContain(body30);
  });

  it('is captured where the binding says so', async () => {
    const { kit, answer } = await ask(json({ data: { pass: 'pw-1', name: 'x' } }), { capture: ['/data/pass'] });

    expect((await captured(kit)).map(({ value }) => value)).toEqual(['pw-1']);
    expect(answer.content['body']).toMatchObject({ data: { name: 'x', pass: expect.stringContaining('[CAPTURED ') } });
  });

  it('in headers, keys and other encodings of the same answer is gone too', async () => {
    const token = TOKENS['github'] ?? '';
    const { answer } = await ask((request, response) => {
      response.setHeader('x-new-key', token);
      json({ [token]: 1, twin: Buffer.from(token).toString('base64'), back: [...token].toReversed().join('') })(
        request,
        response,
      );
    });

    expect(answer.raw).not.toContain(token.slice(-12));
    expect(answer.raw).not.toContain(Buffer.from(token).toString('base64').slice(8, 30));
    expect(answer.raw).not.toContain([...token].toReversed().join('').slice(4, 20));
  });

  it('that comes again keeps the item it has', async () => {
    const { kit, call, answer } = await ask(json({ key: TOKENS['slack'] }));

    expect((await call()).content['body']).toEqual(answer.content['body']);
    expect(await captured(kit)).toHaveLength(1);
  });

  it('is not shown when it cannot be stored: too many, or a vault that is gone', async () => {
    const many = Array.from({ length: 9 }, (_, index) => `${TOKENS['github'] ?? ''}${String(index)}`);
    const flood = await ask(json(many));
    expect(flood.answer.content['code']).toBe('RESPONSE_WITHHELD');
    expect(flood.answer.raw).not.toContain(body30);
    expect(await captured(flood.kit)).toEqual([]);

    const gone = await ask(json({ key: TOKENS['github'] }), {
      meanwhile: (kit) => kit.owner.deleteVault(kit.vaultId, { force: true }),
    });
    expect(gone.answer.content['code']).toBe('RESPONSE_WITHHELD');
    expect(gone.answer.raw).not.toContain(body30);
    expect(await gone.kit.recorded()).toEqual([
      'call.intent',
      'change.intent',
      'item.created VAULT_NOT_FOUND',
      'call.outcome RESPONSE_WITHHELD',
    ]);
  });

  it('that cannot be told from the rest takes the body with it', async () => {
    const { kit, answer } = await ask((_, response) => {
      const lines = `{"id":1}\n{"access_token":"${OPAQUE}","token_type":"bearer"}\n`;
      response.setHeader('content-type', 'application/x-ndjson').end(lines);
    });

    expect(answer.content['body']).toBe('[WITHHELD]');
    expect(await captured(kit)).toEqual([]);
  });

  it('is not what a page merely writes about, nor the secret of the call', async () => {
    const page = await ask((_, response) => {
      response.setHeader('content-type', 'text/html').end('set access_token=YOURS, or a sk-learn-classifier-pipeline');
    });
    expect(page.answer.content['body']).toContain('sk-learn-classifier-pipeline');

    const own = await ask(json({ access_token: CANARY, token_type: 'bearer' }));
    expect(await captured(own.kit)).toEqual([]);
    expect(own.answer.raw).not.toContain(CANARY);
  });
});
