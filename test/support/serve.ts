import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { builtProgram } from './built-program.ts';
import type { Keyward } from './keyward.ts';

/** A real `keyward serve` on a free port of loopback, until the test ends. */
export async function startServe(
  { env }: Pick<Keyward, 'env'>,
  args: readonly string[] = [],
  program: string = builtProgram(),
): Promise<{ readonly url: string }> {
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--json', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill();
    await closed;
  });
  // One line, when it is ready.
  const line = await Promise.race([once(child.stdout, 'data'), closed.then(() => [])]);
  const { url } = JSON.parse(String(line[0])) as { url: string };
  return { url };
}
