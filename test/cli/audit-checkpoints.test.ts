import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { builtProgram } from '../support/built-program.ts';
import { runProgram, startKeyward, type Keyward } from '../support/keyward.ts';
import { makeFolder } from '../support/vault-kit.ts';

const records = z.array(z.looseObject({ seq: z.number(), type: z.string() }));
const findings = z.array(z.object({ check: z.string(), status: z.string(), message: z.string() }));

async function configure(keyward: Keyward, checkpoints: unknown): Promise<void> {
  const text = JSON.stringify({ audit: { checkpoints } });
  await writeFile(join(keyward.home, 'config.json'), text, { mode: 0o600 });
}

async function typesOf(keyward: Keyward): Promise<readonly string[]> {
  return records.parse(await keyward.json(['audit', 'list'])).map(({ type }) => type);
}

/** An endpoint that keeps what it is sent. */
async function endpoint(): Promise<{ readonly url: string; readonly bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      bodies.push(body);
      response.end('taken');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}/checkpoints`, bodies };
}

describe('checkpoints of a running server', () => {
  it('are made when so many records are there, and at its end, and go to every target of the settings', async () => {
    const keyward = await startKeyward();
    const [folder, repository] = [await makeFolder(), await makeFolder()];
    execFileSync('git', ['init', '--quiet', repository]);
    const { url, bodies } = await endpoint();
    await configure(keyward, {
      targets: [
        { kind: 'folder', path: folder },
        { kind: 'git', path: repository },
        { kind: 'http', url },
      ],
    });
    const flags = ['--url', 'http://127.0.0.1:9', '--auth', 'bearer', '--allow', 'GET /v1/**'];
    const token = await keyward.prepare({ title: 'service', secret: 'kw-test-not-a-secret', flags });
    const session = await keyward.connect({ token });
    await session.call('list_items', {});
    await session.client.close();
    await expect.poll(async () => (await typesOf(keyward))[0], { timeout: 10_000 }).toBe('audit.checkpoint');
    await expect.poll(() => bodies.length, { timeout: 5_000 }).toBe(1);
    const [trail = ''] = await readdir(folder);
    expect(await readdir(join(folder, trail, 'checkpoints'))).toHaveLength(1);
    expect(await readdir(join(keyward.home, 'checkpoints', trail))).toContain('checkpoint');
    await expect
      .poll(() => execFileSync('git', ['log', '--format=%an %s'], { cwd: repository, encoding: 'utf8' }))
      .toMatch(/^keyward checkpoint [0-9]+\n$/);
    const checked = findings
      .parse(await keyward.json(['doctor']))
      .filter(({ check }) => check.startsWith('checkpoint'));
    expect(checked.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  });

  it('are made by keyward serve too', async () => {
    const keyward = await startKeyward();
    await keyward.json(['vault', 'create', 'one']);
    const child = spawn(process.execPath, [builtProgram(), 'serve', '--port', '0', '--json'], { env: keyward.env });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
    expect((await typesOf(keyward))[0]).toBe('audit.checkpoint');
    expect(await keyward.json(['audit', 'verify'])).toMatchObject({ kind: 'intact', attested: 4 });
  });

  it('that a target does not take are told by doctor', async () => {
    const keyward = await startKeyward();
    await configure(keyward, { targets: [{ kind: 'http', url: 'http://127.0.0.1:9/' }] });
    await keyward.json(['vault', 'create', 'one']);
    await keyward.json(['audit', 'checkpoint']);
    const statuses = findings.parse(await keyward.json(['doctor'])).filter(({ check }) => check.includes('endpoint'));
    expect(statuses).toMatchObject([{ status: 'warn', message: expect.stringContaining('OUTBOUND_UNREACHABLE') }]);
  });

  it('that a target never answers do not hold up the end of a server', async () => {
    const keyward = await startKeyward();
    const server = createServer(() => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => server.closeAllConnections());
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const token = await keyward.prepare({
      title: 's',
      secret: 'kw-test-not-a-secret',
      flags: ['--url', 'http://127.0.0.1:9', '--auth', 'bearer', '--allow', 'GET /v1/**'],
    });
    await configure(keyward, { targets: [{ kind: 'http', url: `http://127.0.0.1:${address.port}/` }] });
    const startedMs = performance.now();
    const env = { ...keyward.env, KEYWARD_SERVICE_ACCOUNT_TOKEN: token };
    expect((await runProgram({ args: ['mcp'], env, stdin: '' })).code).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(8_000);
    expect((await typesOf(keyward))[0]).toBe('audit.checkpoint');
  });

  it.each([
    ['a relative path', { targets: [{ kind: 'folder', path: 'here' }] }],
    ['an unknown kind', { targets: [{ kind: 'ftp', path: '/there' }] }],
    ['a password in an address', { targets: [{ kind: 'http', url: 'https://me:secret@log.test/' }] }],
    ['a misspelt name', { every_record: 10 }],
  ])('are refused with %s', async (_case, checkpoints) => {
    const keyward = await startKeyward();
    await configure(keyward, checkpoints);
    const { code, stderr } = await keyward.cli(['audit', 'checkpoint']);
    expect(code).toBe(2);
    expect(stderr).not.toContain('secret');
  });
});

describe('an audit.db that was put back', () => {
  async function putBack(): Promise<{ keyward: Keyward; folder: string; key: string }> {
    const keyward = await startKeyward();
    const folder = await makeFolder();
    await configure(keyward, { targets: [{ kind: 'folder', path: folder }] });
    await keyward.json(['vault', 'create', 'one']);
    const database = join(keyward.home, 'audit.db');
    await keyward.json(['audit', 'checkpoint']);
    await copyFile(database, `${folder}.db`);
    onTestFinished(() => rm(`${folder}.db`));
    await keyward.json(['vault', 'create', 'two']);
    const { key } = z.object({ key: z.string() }).parse(await keyward.json(['audit', 'checkpoint']));
    expect(await keyward.json(['audit', 'verify'])).toMatchObject({ kind: 'intact', attested: 7 });
    await copyFile(`${folder}.db`, database);
    return { keyward, folder, key };
  }

  it('is found by verify and doctor, by the checkpoints that were stored', async () => {
    const { keyward } = await putBack();
    const { code, stdout } = await keyward.cli(['audit', 'verify', '--json']);
    expect(code).toBe(8);
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'broken', fault: 'truncated', seq: 6 });
    expect((await keyward.cli(['doctor'])).code).toBe(1);
  });

  it('is found by a checkpoint and a key that are given, and by the next checkpoint', async () => {
    const { keyward, folder, key } = await putBack();
    const [trail = ''] = await readdir(folder);
    const kept = join(folder, trail, 'checkpoint');
    const given = ['audit', 'verify', '--key', key, '--json'];
    const { code, stdout } = await keyward.cli([...given, '--checkpoint', kept]);
    expect(code).toBe(8);
    expect(JSON.parse(stdout)).toMatchObject({ fault: 'truncated' });
    for (const name of ['three', 'four'])
      expect((await keyward.cli(['vault', 'create', name])).stderr).toContain('AUDIT_UNWRITABLE');
    expect((await typesOf(keyward))[0]).toBe('anomaly.raised');
  });

  it('is not held against a key of another trail, or a checkpoint without a key', async () => {
    const { key } = await putBack();
    const other = await startKeyward();
    await other.json(['vault', 'create', 'one']);
    expect((await other.cli(['audit', 'verify', '--key', key])).code).toBe(8);
    expect((await other.cli(['audit', 'verify', '--checkpoint', join(other.home, 'audit.db')])).code).toBe(8);
    expect((await other.cli(['audit', 'verify', '--witness', key])).code).toBe(2);
  });
});
