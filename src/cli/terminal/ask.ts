import type { Readable, Writable } from 'node:stream';
import { read } from 'read';
import { KeywardError } from '../../core/index.ts';

interface Question {
  readonly prompt: string;
  /** Nothing that is typed is echoed. */
  readonly hidden: boolean;
  readonly stdin: Readable;
  readonly stderr: Writable;
}

/** Ask on stderr and wait for one line. Throws `CLI_CANCELLED` on Ctrl-C, Ctrl-D or a closed terminal. */
export async function ask({ prompt, hidden, stdin, stderr }: Question): Promise<string> {
  // `terminal` is forced: with stderr sent elsewhere readline would leave the echo of the terminal on.
  const answer = read({ prompt, silent: hidden, input: stdin, output: stderr, terminal: true, history: [] });
  try {
    return await Promise.race([answer, closed(stdin)]);
  } catch (cause) {
    throw new KeywardError('CLI_CANCELLED', 'the command was cancelled', { cause });
  } finally {
    // The line break that was typed is hidden too, or never came.
    if (hidden) stderr.write('\n');
  }
}

// `read` never settles when readline closes without a line. Closing pauses the stream, but so does a
// line that was read: that one settles first, as it does not wait for the next turn of the loop.
async function closed(stdin: Readable): Promise<never> {
  return new Promise((_, reject) => {
    stdin.once('pause', () => setImmediate(() => reject(new Error('closed'))));
  });
}
