import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { builtProgram } from '../support/built-program.ts';
import { startKeyward } from '../support/keyward.ts';
import { atTerminal, hasPseudoTerminal, STOPPED, type TerminalResult, type TerminalRun } from './at-terminal.ts';

const SECRET = 'kwtest_tty_9fQ2mX7vLr4TzB8nWc3YpHs6';
const MARK = '<concealed by keyward>';

interface Scene {
  readonly home: string;
  /** `keyward run` of a program at a terminal, `KEY` being a reference. */
  run(command: readonly string[], more?: Partial<TerminalRun>): Promise<TerminalResult>;
}

async function prepare(): Promise<Scene> {
  const { here, env, home } = await startKeyward();
  await here.json(['vault', 'create', 'deploy']);
  await here.json(['item', 'create', 'deploy/api'], SECRET);
  const variables = { ...env, KEY: 'op://deploy/api/credential', TERM: 'xterm-256color' };
  return {
    home,
    run: async (command, more = {}) => atTerminal({ args: ['run', '--', ...command], env: variables, ...more }),
  };
}

function node(code: string): readonly string[] {
  return [process.execPath, '-e', code];
}

describe.skipIf(!hasPseudoTerminal)('run at a terminal (skipped where python3 cannot make one)', () => {
  it('loses nothing when the program ends before a slow screen has taken its output', async () => {
    const { run, home } = await prepare();
    const done = join(home, 'done');
    const command = ['sh', '-c', `seq 1 5000; echo "END $KEY"; echo > '${done}'`];
    const { screen } = await run(command, { showsAfter: done });
    const expected = [...Array.from({ length: 5_000 }, (_, at) => String(at + 1)), `END ${MARK}`, ''];
    expect(screen.split('\r\n')).toEqual(expected);
    const another = join(home, 'another');
    const onePart = ['sh', '-c', `seq 1 5000; echo "END $KEY"; echo > '${another}'`];
    const mixed = await run(onePart, { showsAfter: another, redirect: '< /dev/null' });
    expect(mixed.screen.split(/\r+\n/)).toEqual(expected);
  });

  it('shows line feeds as the program wrote them, so that full-screen programs stay in place', async () => {
    const { run } = await prepare();
    const { screen } = await run(['sh', '-c', `echo a; stty raw; printf 'b\\nc'; stty sane; echo d`]);
    expect(screen).toBe('a\r\nb\ncd\r\n');
  });

  it.each([
    ['input is none', '< /dev/null', { stdin: false, stdout: true, stderr: true }],
    ['errors go to a file', '2> "$KEYWARD_HOME/file"', { stdin: true, stdout: true, stderr: false }],
    ['output goes to a file', '> "$KEYWARD_HOME/file"', { stdin: true, stdout: false, stderr: true }],
  ])('the program has colours where its %s', async (_, redirect, expected) => {
    const { run, home } = await prepare();
    const code = `const is = (name) => process[name].isTTY === true;
      const facts = { stdin: is('stdin'), stdout: is('stdout'), stderr: is('stderr') };
      const shown = JSON.stringify(facts) + process.env.KEY;
      (facts.stdout ? process.stdout : process.stderr).write(shown);
      (facts.stderr && facts.stdout ? process.stdout : facts.stderr ? process.stdout : process.stderr).write('rest ' + process.env.KEY);
      process.exitCode = 6;`;
    const { code: exitCode, screen } = await run(node(code), { redirect });
    const file = await readFile(join(home, 'file'), 'utf8').catch(() => '');
    expect(exitCode).toBe(6);
    expect(screen).toContain(`${JSON.stringify(expected)}${MARK}`);
    expect(`${screen}${file}`).toContain(`rest ${MARK}`);
    expect(`${screen}${file}`).not.toContain(SECRET);
  });

  it.runIf(process.platform === 'linux')('Ctrl-Z stops the program and keyward, and both go on', async () => {
    const { run } = await prepare();
    const code = `process.on('SIGCONT', () => process.stdout.write('back> '));
      process.stdin.once('data', (line) => { console.log('got ' + line); process.exit(3); });
      process.stdout.write('ready> ');`;
    const steps = [
      ['ready> ', '\x1a'],
      [STOPPED, ''],
      ['back> ', 'on\r'],
    ] as const;
    const { code: exitCode, screen } = await run(node(code), { steps });
    expect({ exitCode, hasGot: screen.includes('got on') }).toEqual({ exitCode: 3, hasGot: true });
  });

  it('the terminal is as it was when the program has ended', async () => {
    const { run } = await prepare();
    const { code, screen } = await run([
      'sh',
      '-c',
      'stty -g; "$0" "$1" run -- sh -c "stty raw; exit 4"; echo $?; stty -g',
      process.execPath,
      builtProgram(),
    ]);
    const [before, inner, after] = screen.split('\r\n');
    expect({ code, inner, after }).toEqual({ code: 0, inner: '4', after: before });
  });
});
