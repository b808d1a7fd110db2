import { describe, expect, it } from 'vitest';
import { CANARY } from '../support/agent-kit.ts';
import { startRemoteKit } from '../support/remote-kit.ts';
import { ENCODINGS } from '../redaction/encodings.ts';

const REFERENCE = 'op://deploy/db/credential';

describe('a client of keyward serve', () => {
  it('opens values here: neither they nor the token cross the wire, in any encoding', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    const token = await kit.agent('job', ['--vault', 'deploy', '--can', 'read']);
    const client = await kit.client(token);
    expect(await client.secrets.resolve(REFERENCE)).toBe(CANARY);
    expect((await client.items.list()).map(({ title }) => title)).toEqual(['db']);
    expect(await client.items.get('deploy', 'db')).toMatchObject({ title: 'db', vault: 'deploy' });
    expect(await client.vaults.list()).toMatchObject([{ title: 'deploy' }]);

    const wire = kit.crossed.map(({ path, authorization, sent, answered }) =>
      [path, authorization, sent, answered].join('\n'),
    );
    const bytes = wire.flatMap((text) => text.match(/[\w-]{16,}/g) ?? []).map((text) => Buffer.from(text, 'base64url'));
    const seen = [...wire, ...bytes.map((part) => part.toString('latin1'))].join('\n');
    expect(kit.crossed.map(({ path }) => path.split('/')[2])).toContain('sealed');
    for (const secret of [CANARY, token, token.split('_')[2] ?? '']) {
      const found = Object.entries(ENCODINGS).filter(([, write]) => seen.includes(write(secret)));
      expect(found.map(([name]) => name)).toEqual([]);
    }
    expect(seen).not.toContain('deploy');
  });

  it('is in the trail before it gets what is sealed, under its name', { timeout: 30_000 }, async () => {
    const kit = await startRemoteKit();
    const client = await kit.client(await kit.agent('job', ['--vault', 'deploy', '--can', 'read']));
    let before: unknown[] = [];
    kit.tamper = (path, answer) => {
      if (path.endsWith('/open')) before = [...kit.crossed];
      return answer;
    };
    await client.secrets.resolve(REFERENCE);
    expect(before).toEqual(kit.crossed.slice(0, -1));
    const [resolved, ...others] = await kit.records('item.resolved', 'change.intent');
    expect(resolved).toMatchObject({
      type: 'item.resolved',
      agent: { name: 'job' },
      item: { version: 1 },
      detail: { sealed: true, claimed_field: 'credential', claimed_attribute: 'value' },
      outcome: { result: 'ok' },
      session: {
        transport: 'http',
        remote: { address: '127.0.0.1' },
        client: { name: 'nightly report/2', version: '1.2.3', claimed: true },
        client_session: expect.stringMatching(/^[a-z2-7]{26}$/),
      },
    });
    expect(others[0]).toMatchObject({ type: 'change.intent', call_id: resolved?.['call_id'] });
  });
});
