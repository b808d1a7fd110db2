import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startKeyward, type Keyward } from '../support/keyward.ts';

const created = z.strictObject({ id: z.string(), name: z.string(), token: z.string(), expires_at: z.iso.datetime() });
const DAY_MS = 86_400_000;

async function withVault(): Promise<Keyward> {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'ai-agents']);
  return keyward;
}

describe('agent create', () => {
  it('prints the token once, with when it ends', async () => {
    const keyward = await withVault();
    const before = Date.now();
    const agent = created.parse(
      await keyward.json(['agent', 'create', 'claude-desktop', '--vault', 'ai-agents', '--expires-in', '2d']),
    );
    expect(agent.token).toMatch(/^kwa_[a-z2-7]{26}_[0-9A-Za-z]{43}_[0-9A-Za-z]{6}$/);
    expect(Date.parse(agent.expires_at) - before).toBeGreaterThanOrEqual(2 * DAY_MS);
    expect(Date.parse(agent.expires_at) - Date.now()).toBeLessThanOrEqual(2 * DAY_MS);
    const everything = `${JSON.stringify(await keyward.json(['agent', 'list']))}${JSON.stringify(await keyward.json(['audit', 'list']))}`;
    expect(everything).not.toContain(agent.token.split('_')[2]);
  });

  it('without --json ends with the token on a line of its own', async () => {
    const { cli } = await withVault();
    const { stdout } = await cli(['agent', 'create', 'bot', '--vault', 'ai-agents']);
    expect(stdout.split('\n').at(-2)).toMatch(/^kwa_/);
  });

  it('refuses a taken name and an unknown vault, and says when an agent may use nothing', async () => {
    const { cli } = await withVault();
    expect(await cli(['agent', 'create', 'bot'])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('may use nothing'),
    });
    expect((await cli(['agent', 'create', 'bot'])).code).toBe(6);
    expect((await cli(['agent', 'create', 'bot2', '--vault', 'nowhere'])).code).toBe(3);
  });
});

describe('the life of an agent', () => {
  it('is listed with its grants, by the names of vaults', async () => {
    const { cli, json } = await withVault();
    await json(['agent', 'create', 'bot', '--vault', 'ai-agents', '--can', 'read']);
    expect(await json(['agent', 'list'])).toMatchObject([
      { name: 'bot', status: 'active', grants: [{ vault: { name: 'ai-agents' }, can: 'read' }] },
    ]);
    expect((await cli(['agent', 'list'])).stdout).toMatch(
      /^AGENT +STATUS +UNTIL \(UTC\) +VAULTS +ID\nbot +active .* ai-agents \(read\) /,
    );
  });

  it('goes on under a new token after rotation', async () => {
    const { json } = await withVault();
    const first = created.parse(await json(['agent', 'create', 'bot', '--vault', 'ai-agents']));
    const second = created.parse(await json(['agent', 'rotate', 'bot', '--expires-in', '1d']));
    expect(second).toMatchObject({ id: first.id, name: 'bot' });
    expect(second.token).not.toBe(first.token);
  });

  it('ends with revocation, by name or by id, and frees its name', async () => {
    const { cli, json } = await withVault();
    const { id } = created.parse(await json(['agent', 'create', 'bot', '--vault', 'ai-agents']));
    expect(await json(['agent', 'revoke', 'bot'])).toEqual({ id, name: 'bot', revoked: true });
    expect(await json(['agent', 'list'])).toMatchObject([{ id, status: 'revoked' }]);
    expect((await cli(['agent', 'rotate', 'bot'])).code).toBe(3);
    const next = created.parse(await json(['agent', 'create', 'bot', '--vault', 'ai-agents']));
    expect(await json(['agent', 'revoke', next.id])).toMatchObject({ id: next.id, revoked: true });
    expect((await cli(['agent', 'revoke', 'nobody'])).code).toBe(3);
  });
});
