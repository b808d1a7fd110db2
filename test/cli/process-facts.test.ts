import { describe, expect, it } from 'vitest';
import { processFacts, type ProcessSystem } from '../../src/cli/owner/process-facts.ts';
import { loadConfig } from '../../src/config/index.ts';
import { startKeyward } from '../support/keyward.ts';

function system(more: Partial<ProcessSystem>): ProcessSystem {
  return {
    platform: 'linux',
    pid: 42,
    ppid: 41,
    cwd: () => '/srv/project',
    user: () => ({ username: 'ada', uid: 1000 }),
    readFile: () => undefined,
    readLink: () => undefined,
    run: () => undefined,
    ...more,
  };
}

describe('who is at the command line', () => {
  it('on Linux is read from procfs, and no program is started', () => {
    const facts = processFacts(
      { sshClient: '203.0.113.5' },
      system({
        readFile: (path) => (path === '/proc/41/comm' ? 'bash\n' : undefined),
        readLink: (path) => (path === '/proc/self/fd/0' ? '/dev/pts/3' : undefined),
        run: () => expect.unreachable('a program was started'),
      }),
    );
    expect(facts).toEqual({
      pid: 42,
      ppid: 41,
      parent: 'bash',
      cwd: '/srv/project',
      user: 'ada',
      uid: 1000,
      tty: '/dev/pts/3',
      ssh_client: '203.0.113.5',
    });
  });

  it('on macOS is what ps says of the parent', () => {
    const run = (program: string, args: readonly string[]) =>
      program === '/bin/ps' && args.at(-1) === '41'
        ? 'ttys004  /Applications/Some Client.app/Contents/MacOS/Some Client\n'
        : '';
    expect(processFacts({}, system({ platform: 'darwin', run }))).toMatchObject({
      parent: 'Some Client',
      tty: '/dev/ttys004',
      cwd: '/srv/project',
    });
    const none = processFacts({}, system({ platform: 'darwin', run: () => '??       /sbin/launchd\n' }));
    expect(none).toMatchObject({ parent: 'launchd' });
    expect(none).not.toHaveProperty('tty');
  });

  it('on Windows is what tasklist says of the parent', () => {
    const run = () => '"claude.exe","41","Console","1","52,000 K"\r\n';
    const user = () => ({ username: 'ada', uid: -1 });
    const facts = processFacts({}, system({ platform: 'win32', run, user }));
    expect(facts).toMatchObject({ parent: 'claude.exe', user: 'ada' });
    expect(facts).not.toHaveProperty('uid');
  });

  it('leaves out what the system does not tell', () => {
    const silent = system({ platform: 'win32', user: () => undefined, cwd: () => undefined });
    expect(processFacts({}, silent)).toEqual({ pid: 42, ppid: 41 });
  });

  it.each([
    ['203.0.113.5 50022 192.0.2.1 22', '203.0.113.5'],
    ['2001:db8::5 50022 2001:db8::1 22', '2001:db8::5'],
    ['fe80::1%eth0 50022 fe80::2 22', 'fe80::1%eth0'],
    ['\u001b[2J 50022 x 22', undefined],
    ['', undefined],
  ])('an SSH login of %j came from %s', (text, address) => {
    const source = {
      env: { HOME: '/home/ada', SSH_CONNECTION: text },
      platform: 'linux',
      homedir: '/home/ada',
    } as const;
    expect(loadConfig(source).sshClient).toBe(address);
  });
});

it('a grant is recorded with its id, and found from the records of a call', async () => {
  const keyward = await startKeyward();
  await keyward.json(['vault', 'create', 'build']);
  await keyward.json(['agent', 'create', 'ci', '--vault', 'build', '--can', 'read']);

  const [granted] = (await keyward.json(['audit', 'list', '--agent', 'ci', '--limit', '1'])) as {
    grant_id: string;
    type: string;
    session: object;
  }[];
  expect(granted).toMatchObject({
    type: 'agent.granted',
    vault: { name: 'build' },
    detail: { can: 'read' },
    session: { principal: { kind: 'owner' }, process: { user: expect.any(String), cwd: expect.any(String) } },
  });
  expect(await keyward.json(['agent', 'describe', 'ci'])).toMatchObject({ grants: [{ id: granted?.grant_id }] });
  const { stdout } = await keyward.cli(['agent', 'describe', 'ci']);
  expect(stdout).toContain(granted?.grant_id);
});
