import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { builtProgram } from '../support/built-program.ts';
import { callTool, negotiation } from '../support/http-kit.ts';
import { startHttpPeer } from '../support/lab/http-peer.ts';
import { runProgram, startKeyward, type CliResult, type Keyward } from '../support/keyward.ts';
import { isGroupOrphaned } from '../support/orphaned-group.ts';

const SECRET = 'kwtest_run_9fQ2+mX7vLr4TzB8nWc3"YpHs6';
const REFERENCE = 'op://deploy/api/credential';
const MARK = '<concealed by keyward>';
const WAIT = { timeout: 30_000, interval: 20 };

interface Scene extends Keyward {
  /** `keyward run` with these arguments, `KEY` being the reference. */
  run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>;
  /** `keyward run` of a script in Node. */
  script(code: string, args?: readonly string[]): Promise<CliResult>;
}

async function prepare(): Promise<Scene> {
  const keyward = await startKeyward();
  await keyward.here.json(['vault', 'create', 'deploy']);
  await keyward.here.json(['item', 'create', 'deploy/api'], SECRET);
  const run: Scene['run'] = async (args, env = {}) => keyward.with({ KEY: REFERENCE, ...env }).cli(['run', ...args]);
  return { ...keyward, run, script: async (code, args = []) => run([...args, '--', process.execPath, '-e', code]) };
}

describe('keyward run', () => {
  it('gives the program the value, and conceals it in all it prints, whatever its form', async () => {
    const { script } = await prepare();
    const code = `const key = process.env.KEY;
      console.log(key.length, key);
      console.log(Buffer.from(key).toString('base64'), encodeURIComponent(key), JSON.stringify({ key }));
      console.error(Buffer.from(key).toString('hex'));
      process.exit(7);`;
    expect(await script(code)).toEqual({
      code: 7,
      stdout: `${SECRET.length} ${MARK}\n${MARK} ${MARK} {"key":"${MARK}"}\n`,
      stderr: `${MARK}\n`,
    });
    expect(await script('process.stdout.write(process.env.KEY)', ['--no-masking'])).toMatchObject({ stdout: SECRET });
  });

  it('hands its own streams to the program when nothing is concealed in them', async () => {
    const { env } = await prepare();
    const code = 'process.stdin.once("data", (text) => console.log(process.env.KEY + text));';
    const args = ['run', '--no-masking', '--', process.execPath, '-e', code];
    const ran = await runProgram({ args, env: { ...env, KEY: REFERENCE }, stdin: '!' });
    expect(ran).toEqual({ code: 0, stdout: `${SECRET}!\n`, stderr: '' });
  });

  it('conceals a value that is written a byte at a time', async () => {
    const { script } = await prepare();
    const code = `let at = 0;
      const next = () => { if (at < process.env.KEY.length) process.stdout.write(process.env.KEY[at++], () => setImmediate(next)); };
      next();`;
    const { stdout } = await script(code);
    expect(stdout.endsWith(MARK)).toBe(true);
    expect(stdout.length).toBeLessThanOrEqual(MARK.length + 2);
  });

  it('uses no shell, and hands arguments on as they are', async () => {
    const { run } = await prepare();
    const shown = await run([
      '--',
      process.execPath,
      '-p',
      'JSON.stringify(process.argv.slice(1))',
      '$HOME',
      '--json',
      '*',
    ]);
    expect(shown).toMatchObject({ code: 0, stdout: '["$HOME","--json","*"]\n' });
  });

  it('puts env files over the environment, the last one first', async () => {
    const { run, home } = await prepare();
    const [one, two] = [join(home, '.env'), join(home, '.env.local')];
    await writeFile(one, `A=one\nB=one\nKEY=plain\n`);
    await writeFile(two, `B=two\nURL="https://u:{{ ${REFERENCE} }}@h"\nW=C:\\new\n`);
    const code = `const { A, B, KEY, URL, W } = process.env;
      console.log(A, B, KEY, W, URL.length); console.log(URL)`;
    const flags = ['--env-file', one, '--env-file', two, '--', process.execPath, '-e', code];
    const length = 'https://u:@h'.length + SECRET.length;
    expect(await run(flags)).toMatchObject({
      code: 0,
      stdout: `one two plain C:\\new ${length}\nhttps://u:${MARK}@h\n`,
    });
  });

  it('starts nothing when references do not resolve, and lists them all', async () => {
    const { run, home } = await prepare();
    const started = join(home, 'started');
    const env = { ONE: 'op://deploy/none/credential', TWO: 'op://nowhere/api/credential' };
    const { code, stdout, stderr } = await run(['--', 'touch', started], env);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toContain('ONE: op://deploy/none/credential: ');
    expect(stderr).toContain('TWO: op://nowhere/api/credential: ');
    expect(stderr).toContain('2 references could not be resolved (REFERENCES_UNRESOLVED)');
    await expect(stat(started)).rejects.toThrow('ENOENT');
    const forPrograms = await run(['--json', '--', 'touch', started], env);
    expect(JSON.parse(forPrograms.stderr)).toMatchObject({
      error: { code: 'REFERENCES_UNRESOLVED', references: [{ name: 'ONE', code: 'ITEM_NOT_FOUND' }, { name: 'TWO' }] },
    });
    // Node 20 takes --env-file for its own wherever it stands, and ends with 9 before the program is loaded.
    const noFile = await run(['--env-file', join(home, 'none'), '--', 'touch', started]);
    expect([2, 9]).toContain(noFile.code);
    await expect(stat(started)).rejects.toThrow('ENOENT');
  });

  it.each([
    [['--', 'keyward-test-no-such-program'], 127, 'RUN_PROGRAM_NOT_FOUND'],
    [['--', '/'], 126, 'RUN_PROGRAM_UNUSABLE'],
    [['--'], 2, 'CONFIG_INVALID'],
  ])('%j ends with %i', async (args, code, errorCode) => {
    const { run } = await prepare();
    expect(await run(args)).toMatchObject({ code, stderr: expect.stringContaining(errorCode) });
  });

  it('starts a program with the mode mask it was itself started with', async () => {
    const { run } = await prepare();
    const shell = `umask 027; exec "$0" "$1" run -- sh -c umask`;
    const { env } = await startKeyward();
    const child = spawn('sh', ['-c', shell, process.execPath, builtProgram()], { env });
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    expect(shown).toBe('0027\n');
    expect((await run(['--', 'true'])).code).toBe(0);
  });

  it('loses no byte of a large output that is no text', async () => {
    const { run, env } = await prepare();
    const code = `const { createHash } = require('node:crypto');
      const hash = createHash('sha256');
      let left = 200;
      const next = () => {
        if (left-- === 0) { process.stderr.write(hash.digest('hex')); return; }
        const bytes = Buffer.from(Array.from({ length: 40009 }, (_, at) => (at * at + left) % 256));
        hash.update(bytes);
        process.stdout.write(bytes, next);
      };
      next();`;
    const args = [builtProgram(), 'run', '--', process.execPath, '-e', code];
    const child = spawn(process.execPath, args, { env: { ...env, KEY: REFERENCE } });
    const hash = createHash('sha256');
    let [length, stderr] = [0, ''];
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      hash.update(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await new Promise((resolve) => child.once('close', resolve));
    expect(length).toBe(200 * 40_009);
    expect(hash.digest('hex')).toBe(stderr);
    expect((await run(['--', 'sh', '-c', 'yes | head -c 100000 | tail -c 2'])).stdout).toBe('y\n');
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGCONT'] as const)(
    'hands %s on, and lives as long as the program',
    async (signal) => {
      const { env } = await prepare();
      const code = `process.on('${signal}', () => { console.log('got ${signal}'); process.exit(5); });
        setInterval(() => undefined, 1000); console.log('ready');`;
      const args = [builtProgram(), 'run', '--', process.execPath, '-e', code];
      const child = spawn(process.execPath, args, {
        env: { ...env, KEY: REFERENCE },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let shown = '';
      child.stdout.on('data', (chunk: Buffer) => {
        shown += chunk.toString();
        if (shown === 'ready\n') child.kill(signal);
      });
      const exit = await new Promise((resolve) => child.once('close', resolve));
      expect({ exit, shown }).toEqual({ exit: 5, shown: `ready\ngot ${signal}\n` });
    },
  );

  it('ends with 128 and the signal that ended the program', async () => {
    const { run } = await prepare();
    expect(await run(['--', 'sh', '-c', 'kill -KILL $$'])).toMatchObject({ code: 137 });
    expect(await run(['--no-masking', '--', 'sh', '-c', 'kill -TERM $$'])).toMatchObject({ code: 143 });
  });

  it.runIf(process.platform === 'linux' && !isGroupOrphaned())(
    'stops with SIGTSTP together with the program, and goes on with SIGCONT (skipped where no process could continue it)',
    async () => {
      const { env } = await prepare();
      const code = `process.on('SIGCONT', () => { console.log('back'); process.exit(6); });
      setInterval(() => undefined, 1000); console.log(process.pid);`;
      const args = [builtProgram(), 'run', '--', process.execPath, '-e', code];
      const child = spawn(process.execPath, args, {
        env: { ...env, KEY: REFERENCE },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      onTestFinished(() => void child.kill('SIGKILL'));
      let shown = '';
      child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
      await vi.waitFor(() => expect(shown).toMatch(/^\d+\n$/), WAIT);
      const pids = [child.pid, Number(shown)];
      child.kill('SIGTSTP');
      const stateOf = async (pid?: number) => (await readFile(`/proc/${String(pid)}/stat`, 'utf8')).split(') ')[1]?.[0];
      await vi.waitFor(async () => expect(await Promise.all(pids.map(stateOf))).toEqual(['T', 'T']), WAIT);
      child.kill('SIGCONT');
      const exit = await new Promise((resolve) => child.once('close', resolve));
      expect({ exit, shown }).toEqual({ exit: 6, shown: `${String(pids[1])}\nback\n` });
    },
  );

  it('ends by a signal when the program has ended, though something it left behind still holds the output', async () => {
    const { env } = await prepare();
    const args = [builtProgram(), 'run', '--', 'sh', '-c', 'sleep 1000 & echo $$ $!'];
    const child = spawn(process.execPath, args, {
      env: { ...env, KEY: REFERENCE },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let shown = '';
    child.stdout.on('data', (chunk: Buffer) => (shown += chunk.toString()));
    await vi.waitFor(() => expect(shown).toContain('\n'), WAIT);
    const [shell, left] = shown.split(' ').map(Number);
    if (shell === undefined || left === undefined) throw new Error('no process');
    onTestFinished(() => void process.kill(left, 'SIGKILL'));
    await vi.waitFor(() => expect(() => process.kill(shell, 0)).toThrow('ESRCH'), WAIT);
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
    child.kill('SIGTERM');
    expect(await ended).toBe('SIGTERM');
  });

  it('says in the trail who started what with which variables, and no value', async () => {
    const { run, json } = await prepare();
    await run(['--', process.execPath, '-e', '0', 'an argument']);
    const records = await json(['audit', 'list', '--limit', '3']);
    expect(records).toMatchObject([
      {
        type: 'run.started',
        session: { principal: { kind: 'owner' }, transport: 'cli' },
        detail: { program: 'node', variables: ['KEY'] },
      },
      { type: 'item.resolved', item: { title: 'api' } },
      { type: 'change.intent' },
    ]);
    expect(JSON.stringify(records)).not.toContain('an argument');
    expect(JSON.stringify(records)).not.toContain(SECRET.slice(0, 12));
  });
});

describe('for an agent', () => {
  async function tokenOf({ here }: Keyward, can: 'use' | 'read'): Promise<string> {
    const made = await here.json(['agent', 'create', `job-${can}`, '--vault', 'deploy', '--can', can]);
    return z.object({ token: z.string() }).parse(made).token;
  }

  it('`read` gives the value, and the program does not get the token', async () => {
    const scene = await prepare();
    const token = await tokenOf(scene, 'read');
    const code = 'console.log(process.env.KEY.length, process.env.KEYWARD_SERVICE_ACCOUNT_TOKEN)';
    const ran = await scene.run(['--', process.execPath, '-e', code], { KEYWARD_SERVICE_ACCOUNT_TOKEN: token });
    expect(ran).toMatchObject({ code: 0, stdout: `${SECRET.length} undefined\n` });
    const plain = { KEY: 'no reference', KEYWARD_SERVICE_ACCOUNT_TOKEN: token };
    const script = [
      '--',
      process.execPath,
      '-e',
      'console.log(String(process.env.KEYWARD_SERVICE_ACCOUNT_TOKEN).length)',
    ];
    expect(await scene.run(script, plain)).toMatchObject({ stdout: `${'undefined'.length}\n` });
    const file = join(scene.home, 'meant.env');
    await writeFile(file, 'KEYWARD_SERVICE_ACCOUNT_TOKEN=$KEYWARD_SERVICE_ACCOUNT_TOKEN\n');
    expect(await scene.run(['--env-file', file, ...script], plain)).toMatchObject({ stdout: `${token.length}\n` });
  });

  it('`use` gives nothing', async () => {
    const scene = await prepare();
    const token = await tokenOf(scene, 'use');
    const ran = await scene.run(['--', 'true'], { KEYWARD_SERVICE_ACCOUNT_TOKEN: token });
    expect(ran).toMatchObject({ code: 4, stderr: expect.stringContaining('IDENTITY_NOT_PERMITTED') });
  });

  it.each(['legacy', 'auto'] as const)(
    'a server is started with its token as a reference, so that no configuration holds it (%s client)',
    async (era) => {
      const scene = await prepare();
      const upstream = await startHttpPeer();
      const token = await tokenOf(scene, 'use');
      await scene.here.json(['item', 'create', 'deploy/claude'], token);
      await scene.here.json(['item', 'create', 'deploy/service', '--url', upstream.origin, '--auth', 'bearer'], SECRET);
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [builtProgram(), 'run', '--', process.execPath, builtProgram(), 'mcp'],
        env: { ...scene.env, KEYWARD_SERVICE_ACCOUNT_TOKEN: 'op://deploy/claude/credential' },
      });
      const client = new Client({ name: 'journey', version: '1.0.0' }, negotiation(era));
      await client.connect(transport);
      onTestFinished(() => client.close());

      const listed = await callTool(client, 'list_items', {});
      const answered = await callTool(client, 'http_get', { item: 'service', url: `${upstream.origin}/v1/x` });
      const denied = await callTool(client, 'http_get', { item: 'service', url: 'https://elsewhere.example.com/' });

      expect(JSON.stringify(listed.content)).toContain('"service"');
      expect(answered.content).toMatchObject({ status: 200 });
      expect(denied.content).toMatchObject({ code: 'POLICY_ORIGIN_NOT_BOUND' });
      expect(upstream.seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${SECRET}`]);
      expect(await scene.json(['audit', 'list', '--limit', '1'])).toMatchObject([
        { agent: { name: expect.any(String) }, session: { transport: 'stdio', principal: { kind: 'agent' } } },
      ]);
    },
  );
});

const pty = await import('@lydell/node-pty').then(
  ({ spawn: fork }) => ({ fork }),
  () => undefined,
);
const withTerminal = pty !== undefined && process.platform !== 'win32';

describe.skipIf(!withTerminal)('at a terminal (skipped where @lydell/node-pty has no build)', () => {
  interface Session {
    readonly shown: string;
    readonly exitCode: number;
  }

  async function atTerminal(
    code: string,
    onShown: (shown: string, type: (keys: string) => void) => void,
  ): Promise<Session> {
    const { env } = await prepare();
    const args = [builtProgram(), 'run', '--', process.execPath, '-e', code];
    const options = { cols: 91, rows: 30, env: { ...env, KEY: REFERENCE, TERM: 'xterm-256color' } };
    const terminal = pty?.fork(process.execPath, args, options);
    if (terminal === undefined) throw new Error('no terminal');
    let shown = '';
    terminal.onData((data) => {
      shown += data;
      onShown(shown, (keys) => terminal.write(keys));
    });
    const { exitCode } = await new Promise<{ exitCode: number }>((resolve) => void terminal.onExit(resolve));
    return { shown, exitCode };
  }

  it('the program has colours, a size and prompts, and its output is masked', async () => {
    const code = `process.stdout.write(process.stdin.isTTY + ' ' + process.stdout.isTTY + ' ' + process.stdout.columns + ' '
        + process.stdout.hasColors() + ' \\x1b[31m' + process.env.KEY + '\\x1b[0m name> ');
      process.stdin.once('data', (line) => { console.log('hello ' + line.toString().trim()); process.exit(9); });`;
    let answered = false;
    const { shown, exitCode } = await atTerminal(code, (text, type) => {
      if (answered || !text.includes('name> ')) return;
      answered = true;
      type('Zoë\r');
    });
    expect(exitCode).toBe(9);
    expect(shown).toContain(`true true 91 true \x1b[31m${MARK}\x1b[0m name> `);
    expect(shown).toContain('hello Zoë');
    expect(shown).not.toContain(SECRET.slice(0, 12));
  });

  it('Ctrl-C reaches the program once', async () => {
    const code = `let count = 0;
      process.on('SIGINT', () => { count += 1; setImmediate(() => { console.log('count ' + count); process.exit(3); }); });
      setInterval(() => undefined, 1000); console.log('ready');`;
    let sent = false;
    const { shown, exitCode } = await atTerminal(code, (text, type) => {
      if (sent || !text.includes('ready')) return;
      sent = true;
      type('\x03');
    });
    expect({ exitCode, once: shown.includes('count 1') }).toEqual({ exitCode: 3, once: true });
  });
});

describe('keyward inject', () => {
  it('writes the text with the values in it, readable by its owner alone', async () => {
    const { cli, home } = await prepare();
    const template = `key: ${REFERENCE}\nother: "{{ ${REFERENCE} }}" $HOME\n`;
    const filled = `key: ${SECRET}\nother: "${SECRET}" $HOME\n`;
    expect(await cli(['inject'], template)).toEqual({ code: 0, stdout: filled, stderr: '' });
    const [input, output] = [join(home, 'in.tpl'), join(home, 'out.yml')];
    await writeFile(input, template);
    expect(await cli(['inject', '-i', input, '-o', output])).toMatchObject({ code: 0, stdout: `wrote ${output}\n` });
    expect(await readFile(output, 'utf8')).toBe(filled);
    expect((await stat(output)).mode & 0o777).toBe(0o600);
    expect(await cli(['inject', '-i', input, '-o', output])).toMatchObject({ code: 6 });
    expect(await cli(['inject', '-i', input, '-o', output, '--force'])).toMatchObject({ code: 0 });
  });

  it('writes nothing when a reference does not resolve', async () => {
    const scene = await prepare();
    const { cli, home } = scene;
    const output = join(home, 'out.yml');
    const refused = await cli(['inject', '-o', output], `${REFERENCE} op://deploy/api/none op://x`);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('op://deploy/api/none: ') });
    await expect(stat(output)).rejects.toThrow('ENOENT');
    const withVariable = scene.with({ deploy_vault: 'deploy' });
    const stdin = 'op://$DEPLOY_VAULT/api/credential';
    expect(await withVariable.cli(['inject'], stdin)).toMatchObject({ stdout: SECRET });
    expect(await cli(['inject'], 'no reference')).toMatchObject({ code: 0, stdout: 'no reference' });
  });
});
