import { spawn } from 'node:child_process';

/**
 * Have the desktop open a file, in the browser that the person has chosen. False where there is no such program. The
 * arguments of a program can be read by every user of the machine: nothing secret may be in the name of the file.
 */
export async function openInBrowser(file: string): Promise<boolean> {
  const program = process.platform === 'darwin' ? 'open' : 'xdg-open';
  return new Promise((resolve) => {
    const child = spawn(program, [file], { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => resolve(true));
    child.unref();
  });
}
