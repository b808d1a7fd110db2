import { readFile } from 'node:fs/promises';

/** Position of SIGTSTP in the signal masks of Linux. */
const SIGTSTP_BIT = 1n << 19n;

/**
 * Whether Ctrl-Z in the terminal of a program stops no process. The program leads a session of its own: its group is an
 * orphaned one, which the kernel does not stop (POSIX: Orphaned Process Group), unlike the jobs of a shell in it.
 *
 * Told by Linux alone; `false` elsewhere, and for a program that handles or ignores the key.
 */
export async function findsNobodyToStop(pid: number): Promise<boolean> {
  try {
    const [stat, status] = await Promise.all([read(pid, 'stat'), read(pid, 'status')]);
    // Behind the name, which may have anything in it: state, parent, group, session, terminal, foreground group.
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return group === foreground && !isSet(status, 'SigIgn') && !isSet(status, 'SigCgt');
  } catch {
    return false;
  }
}

async function read(pid: number, name: string): Promise<string> {
  return readFile(`/proc/${pid}/${name}`, 'utf8');
}

function isSet(status: string, mask: string): boolean {
  const [, bits = '0'] = new RegExp(`^${mask}:\\s*([0-9a-f]+)$`, 'm').exec(status) ?? [];
  return (BigInt(`0x${bits}`) & SIGTSTP_BIT) !== 0n;
}
