import { chmod, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clientHome, type ClientHome } from '../support/client-home.ts';
import { atTerminal, hasPseudoTerminal } from './at-terminal.ts';

const CURSOR = '.cursor/mcp.json';
const TEXT =
  '{\n  // mine\n  "mcpServers": {\n    "gh": { "command": "gh", "env": { "KEY": "hunter2hunter2" } }, // keep\n  },\n}\n';

async function withVault(): ReturnType<typeof clientHome> {
  const made = await clientHome();
  await made.at.json(['vault', 'create', 'ai-agents']);
  return made;
}

async function agents({ cli }: ClientHome): Promise<unknown> {
  return JSON.parse((await cli(['agent', 'list', '--json'])).stdout);
}

async function backups({ home }: ClientHome): Promise<readonly string[]> {
  return (await readdir(join(home, '.cursor'))).filter((name) => name !== 'mcp.json');
}

describe('connect', () => {
  it('makes an agent, keeps its token, and writes an entry without it; again it does nothing', async () => {
    const { at, keyward } = await withVault();
    const path = await at.write(CURSOR, TEXT);
    await chmod(path, 0o640);
    const done = await at.json(['connect', 'cursor', '--expires-in', '2d']);
    expect(done).toMatchObject({
      client: 'cursor',
      scope: 'user',
      path,
      changed: true,
      agent: { name: 'cursor', made: true },
    });

    const kept = await readdir(join(keyward.home, 'tokens'));
    expect(kept).toEqual(['cursor.json']);
    const text = await at.read(CURSOR);
    expect(text).toContain('"--agent-token",');
    expect(text).not.toMatch(/kwa_/);
    expect(JSON.stringify(done)).not.toMatch(/kwa_|hunter2/);
    expect((await stat(path)).mode & 0o777).toBe(0o640);
    const [backup = ''] = await backups(at);
    expect(backup).toMatch(/^mcp\.json\.keyward-\d{8}T\d{6}\.\d{3}Z\.bak$/);
    expect(await at.read(`.cursor/${backup}`)).toBe(TEXT);
    expect((await stat(join(at.home, '.cursor', backup))).mode & 0o777).toBe(0o600);

    expect(await at.json(['connect', 'cursor'])).toMatchObject({ changed: false, diff: [], backup: null });
    expect(await at.read(CURSOR)).toBe(text);
    expect(await backups(at)).toHaveLength(1);
    expect(await agents(at)).toMatchObject([
      { name: 'cursor', status: 'active', grants: [{ vault: { name: 'ai-agents' }, can: 'use' }] },
    ]);
  });

  it('is undone by --remove, byte for byte, with the agent it made and its token', async () => {
    const { at, keyward } = await withVault();
    await at.write(CURSOR, TEXT);
    await at.json(['connect', 'cursor']);
    expect(await at.json(['connect', 'cursor', '--remove'])).toMatchObject({ changed: true, revoked: true });
    expect(await at.read(CURSOR)).toBe(TEXT);
    expect(await agents(at)).toMatchObject([{ name: 'cursor', status: 'revoked' }]);
    expect(await readdir(join(keyward.home, 'tokens'))).toEqual([]);
    expect(await at.json(['connect', 'cursor', '--remove'])).toMatchObject({ changed: false });
    const types = JSON.parse((await at.cli(['audit', 'list', '--json'])).stdout).map(
      (record: { type: string }) => record.type,
    );
    expect(types).toContain('agent.created');
    expect(types).toContain('agent.revoked');
  });

  it('leaves no file where there was none', async () => {
    const { at } = await withVault();
    await at.json(['connect', 'cursor']);
    await at.json(['connect', 'cursor', '--remove']);
    expect(await readdir(join(at.home, '.cursor'))).toEqual([]);
  });

  it('shares an agent between clients, which ends with the last of them', async () => {
    const { at } = await withVault();
    await at.json(['connect', 'cursor', '--agent', 'editors']);
    await at.json(['connect', 'zed', '--agent', 'editors']);
    expect(await at.json(['connect', 'cursor', '--remove'])).toMatchObject({ revoked: false });
    expect(await agents(at)).toMatchObject([{ name: 'editors', status: 'active' }]);
    expect(await at.json(['connect', 'zed', '--remove'])).toMatchObject({ revoked: true });
  });

  it('takes an agent that is there only with --rotate, and never ends it', async () => {
    const { at } = await withVault();
    await at.json(['agent', 'create', 'cursor', '--vault', 'ai-agents']);
    const refused = await at.cli(['connect', 'cursor']);
    expect(refused).toMatchObject({ code: 6, stderr: expect.stringContaining('IDENTITY_AGENT_EXISTS') });
    expect(await at.json(['connect', 'cursor', '--rotate'])).toMatchObject({ agent: { made: false } });
    expect(await at.json(['connect', 'cursor', '--remove'])).toMatchObject({ changed: true, revoked: false });
    expect(await agents(at)).toMatchObject([{ name: 'cursor', status: 'active' }]);
  });

  it('renews a token that was revoked behind its back, and goes on after a rotation', async () => {
    const { at } = await withVault();
    await at.json(['connect', 'cursor']);
    await at.json(['agent', 'rotate', 'cursor']);
    expect(await at.json(['connect', 'cursor'])).toMatchObject({ changed: false });
    await at.json(['agent', 'revoke', 'cursor']);
    expect(await at.json(['connect', 'cursor'])).toMatchObject({ changed: true, diff: [], agent: { made: true } });
    expect(await at.json(['connect', 'cursor', '--remove'])).toMatchObject({ revoked: true });
  });

  it('asks for a vault where there are several, and refuses other grants than the agent has', async () => {
    const { at } = await withVault();
    await at.json(['vault', 'create', 'deploy']);
    expect(await at.cli(['connect', 'cursor'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--vault') });
    await at.json(['connect', 'cursor', '--vault', 'deploy']);
    expect((await at.cli(['connect', 'cursor', '--vault', 'ai-agents'])).code).toBe(2);
    expect((await at.cli(['connect', 'cursor', '--can', 'read'])).code).toBe(2);
    expect((await at.cli(['connect', 'cursor', '--vault', 'deploy'])).code).toBe(0);
  });

  it('touches nothing with --dry-run and --print, also before there is a data folder', async () => {
    const { at, keyward } = await clientHome();
    await at.write(CURSOR, TEXT);
    expect(await at.json(['connect', 'cursor', '--dry-run'])).toMatchObject({ changed: true });
    expect(await at.json(['connect', 'cursor', '--remove', '--dry-run'])).toMatchObject({ changed: false });
    const printed = await at.cli(['connect', 'some-other-client', '--print']);
    expect(JSON.parse(printed.stdout)).toMatchObject({
      mcpServers: { keyward: { args: [expect.any(String), 'mcp', '--agent-token', 'some-other-client'] } },
    });
    expect(printed.stderr).toContain('keyward agent create some-other-client --vault VAULT --keep');
    expect((await at.cli(['connect', 'codex', '--print'])).stdout).toMatch(/^\[mcp_servers\.keyward\]\n/);
    expect(await at.read(CURSOR)).toBe(TEXT);
    expect(await backups(at)).toEqual([]);
    expect(await readdir(keyward.home)).toEqual([]);
  });

  it('lists the clients it knows, and which are connected', async () => {
    const { at } = await withVault();
    await at.json(['connect', 'zed']);
    await at.write(CURSOR, '{ "a": ');
    const listed: unknown = JSON.parse((await at.cli(['connect', '--json'])).stdout);
    expect(listed).toContainEqual({
      client: 'zed',
      path: join(at.home, '.config/zed/settings.json'),
      status: 'connected',
    });
    expect(listed).toContainEqual({ client: 'cursor', path: join(at.home, CURSOR), status: 'unusable' });
    expect(listed).toContainEqual(expect.objectContaining({ client: 'gemini', status: 'no file' }));
  });

  it.each(['unknown', '../etc', 'windsurf --scope project'])('refuses %s', async (words) => {
    const { at } = await withVault();
    expect((await at.cli(['connect', ...words.split(' ')])).code).toBe(2);
  });
});

describe('a configuration that is not to be touched', () => {
  it.each([
    ['a link', async (path: string) => symlink('/etc/hostname', path)],
    ['no JSON', async (path: string) => writeFile(path, '{ "a": ')],
    ['not text', async (path: string) => writeFile(path, Buffer.from([0xff, 0xfe, 0x7b, 0x7d]))],
  ])('is refused before an agent is made: %s', async (_, make) => {
    const { at } = await withVault();
    await at.write('.cursor/other', '');
    await make(join(at.home, CURSOR));
    const refused = await at.cli(['connect', 'cursor']);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('CONNECT_CONFIG_UNUSABLE') });
    expect(await agents(at)).toEqual([]);
    expect(await backups(at)).toEqual(['other']);
  });

  it('cannot name an agent that ends with it', async () => {
    const { at } = await withVault();
    await at.json(['connect', 'zed']);
    const entry = { command: 'keyward', args: ['mcp', '--agent-token', 'zed'] };
    await at.write(CURSOR, JSON.stringify({ mcpServers: { keyward: entry } }));
    expect(await at.json(['connect', 'cursor', '--remove'])).toMatchObject({ changed: true, revoked: false });
    expect(await agents(at)).toMatchObject([{ name: 'zed', status: 'active' }]);
  });
});

describe('agent create --keep', () => {
  it('keeps the token and prints none', async () => {
    const { at } = await withVault();
    const made = await at.json(['agent', 'create', 'my-client', '--vault', 'ai-agents', '--keep']);
    expect(made).toEqual({ id: expect.any(String), name: 'my-client', kept: 'file', expires_at: expect.any(String) });
    expect((await at.cli(['connect', 'my-client', '--print'])).stderr).toBe('');
    expect(await at.cli(['mcp', '--agent', 'a', '--agent-token', 'b'])).toMatchObject({ code: 2 });
    expect(await at.cli(['mcp', '--agent-token', 'unknown'])).toMatchObject({ code: 3 });
  });
});

describe.skipIf(!hasPseudoTerminal)('at a terminal', () => {
  it('shows what would change, and changes nothing without a yes', async () => {
    const { at, keyward } = await withVault();
    await at.write(CURSOR, TEXT);
    const env = { ...keyward.env, HOME: at.home };
    const steps = [['Connect Cursor?', 'n\r']] as const;
    const { code, screen } = await atTerminal({ env, args: ['connect', 'cursor'], steps });
    expect(code).toBe(4);
    expect(screen).toContain('"--agent-token"');
    expect(screen).not.toContain('hunter2');
    expect(await at.read(CURSOR)).toBe(TEXT);
    expect(await agents(at)).toEqual([]);
    const agreed = await atTerminal({ env, args: ['connect', 'cursor'], steps: [['Connect Cursor?', 'y\r']] });
    expect(agreed.code).toBe(0);
    expect(await agents(at)).toMatchObject([{ name: 'cursor' }]);
  });
});
