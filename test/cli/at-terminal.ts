import { spawn, spawnSync } from 'node:child_process';
import { builtProgram } from '../support/built-program.ts';

/**
 * What a person sees before typing, or '' for waiting until the terminal stops echoing; and what they type then. For
 * STOPPED it waits until the program is stopped, and lets it go on before typing.
 */
type Step = readonly [sees: string, types: string];

export const STOPPED = '\0stopped';

export interface TerminalRun {
  readonly env: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly steps?: readonly Step[];
  /** Added to the command for a shell, such as `> file`: then not everything is a terminal. */
  readonly redirect?: string;
  /** The screen is so slow that it shows nothing before there is this file. */
  readonly showsAfter?: string;
}

export interface TerminalResult {
  readonly code: number;
  /** Everything the terminal showed, echo included. */
  readonly screen: string;
}

/** Node has no pseudo terminals of its own. */
export const hasPseudoTerminal =
  process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0;

// When the script ends the terminal goes away with it, and the program in it gets SIGHUP.
const SCRIPT = `
import json, os, pty, select, signal, sys, termios
signal.alarm(45)
spec = json.load(sys.stdin)
pid, fd = pty.fork()
if pid == 0:
    os.execve(spec['argv'][0], spec['argv'], spec['env'])
screen, seen, steps = b'', 0, spec['steps']
while spec['showsAfter'] and not os.path.exists(spec['showsAfter']):
    select.select([], [], [], 0.02)
def is_due(sees):
    if sees == chr(0) + 'stopped':
        if open('/proc/%d/stat' % pid).read().rsplit(')')[-1].split()[0] != 'T':
            return False
        os.kill(pid, signal.SIGCONT)
        return True
    if sees == '':
        return not termios.tcgetattr(fd)[3] & termios.ECHO
    return screen.find(sees.encode(), seen) >= 0
while True:
    try:
        data = os.read(fd, 65536) if select.select([fd], [], [], 0.02)[0] else None
        if data == b'':
            break
        screen += data or b''
        while steps and is_due(steps[0][0]):
            sees, types = steps.pop(0)
            seen = max(seen, screen.find(sees.encode(), seen) + len(sees.encode()))
            os.write(fd, types.encode())
    except OSError:
        break
_, status = os.waitpid(pid, 0)
print(json.dumps({'code': os.waitstatus_to_exitcode(status), 'screen': screen.decode()}))
`;

/** Run the built program with a terminal as stdin, stdout and stderr. One that hangs is hung up on after 45 seconds. */
export async function atTerminal({
  env,
  args,
  steps = [],
  redirect,
  showsAfter,
}: TerminalRun): Promise<TerminalResult> {
  const command = [process.execPath, builtProgram(), ...args];
  const shell = ['/bin/sh', '-c', `exec "$0" "$@" ${redirect ?? ''}`, ...command];
  const child = spawn('python3', ['-c', SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(
    JSON.stringify({
      argv: redirect === undefined ? command : shell,
      env: { TERM: 'dumb', ...env },
      steps,
      showsAfter: showsAfter ?? null,
    }),
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  await new Promise((resolve) => child.once('close', resolve));
  return readResult(JSON.parse(output));
}

function readResult(value: unknown): TerminalResult {
  if (typeof value !== 'object' || value === null || !('code' in value) || !('screen' in value))
    throw new Error('no result');
  return { code: Number(value.code), screen: String(value.screen) };
}
