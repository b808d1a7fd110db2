import type { Readable } from 'node:stream';
import { KeywardError, type SecretValue } from '../../core/index.ts';
import { ask } from './ask.ts';
import { escapeText } from './escape-text.ts';
import type { ProcessStreams } from './streams.ts';
import { secretFromText, stripLineBreak } from '../item/secret-from-text.ts';

/** Talking with the person, or with the pipe in the person's place. Prompts go to stderr. */
export interface Terminal {
  /** True when stdin and stdout are both terminals: what is shown is seen by a person, not captured by a program. */
  readonly personPresent: boolean;
  /**
   * A secret from a hidden prompt, or the whole of stdin when that is not a terminal, less one trailing
   * line break. Throws `ITEM_INVALID` when it is empty, too large or not text, or with `singleLine` when
   * it has a control character inside, and `CLI_CANCELLED`.
   */
  readSecret(prompt: string, options?: { readonly singleLine?: boolean }): Promise<SecretValue>;
  /** Several secrets: a hidden prompt for each, or the lines of stdin in the same order. Throws when there are more or fewer. */
  readSecrets(prompts: readonly string[]): Promise<readonly SecretValue[]>;
  /** The same without the pipe: `undefined` without a terminal. With `repeat` it is asked for twice. */
  askSecret(prompt: string, options?: { readonly repeat?: boolean }): Promise<SecretValue | undefined>;
  /** True when stdin is a terminal, so that a person can be prompted. */
  readonly canAsk: boolean;
  /** Throws `CLI_CANCELLED` without an answer. */
  confirm(question: string): Promise<boolean>;
  /** A line for the person beside the result: what else was done, what to look out for. Shown escaped, on stderr. */
  say(line: string): void;
}

// The vault's own cap on a field; a pipe that never ends must not fill the memory first.
const MAX_SECRET_BYTES = 64 * 1024;

export function createTerminal({ stdin, stdout, stderr }: ProcessStreams): Terminal {
  const canAsk = stdin.isTTY === true;
  const askHidden = async (prompt: string): Promise<string> => ask({ prompt, hidden: true, stdin, stderr });

  const askSecret: Terminal['askSecret'] = async (prompt, { repeat = false } = {}) => {
    if (!canAsk) return undefined;
    const typed = await askHidden(`${prompt}:`);
    if (repeat && (await askHidden(`${prompt} again:`)) !== typed) {
      throw new KeywardError('CONFIG_INVALID', 'the two passphrases or secrets differ', {
        hint: 'nothing was changed: try again',
      });
    }
    return secretFromText(typed);
  };

  return {
    canAsk,
    personPresent: canAsk && stdout.isTTY === true,
    askSecret,
    readSecret: async (prompt, { singleLine = false } = {}) => {
      const text = canAsk ? await askHidden(`${prompt}:`) : stripLineBreak(await readAll(stdin));
      if (singleLine && /\p{Cc}/u.test(text)) throw notOneLine();
      return secretFromText(text);
    },
    readSecrets: async (prompts) => {
      const texts: string[] = [];
      if (canAsk) for (const prompt of prompts) texts.push(await askHidden(`${prompt}:`));
      else texts.push(...stripLineBreak(await readAll(stdin)).split(/\r?\n/));
      if (texts.length !== prompts.length) throw notAsManyLines(prompts);
      if (texts.some((text) => /\p{Cc}/u.test(text))) throw notOneLine();
      return texts.map(secretFromText);
    },
    confirm: async (question) => {
      const reply = await ask({ prompt: `${question} [y/N]`, hidden: false, stdin, stderr });
      return /^y(es)?$/i.test(reply.trim());
    },
    say: (line) => {
      stderr.write(`${escapeText(line)}\n`);
    },
  };
}

function notAsManyLines(prompts: readonly string[]): KeywardError {
  return new KeywardError(
    'CONFIG_INVALID',
    `expected ${String(prompts.length)} secrets, one a line: ${prompts.join(', ')}`,
  );
}

async function readAll(stdin: Readable): Promise<string> {
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  for await (const chunk of stdin) {
    const bytes: unknown = chunk;
    if (!(bytes instanceof Uint8Array)) continue;
    byteLength += bytes.byteLength;
    if (byteLength > MAX_SECRET_BYTES)
      throw new KeywardError('ITEM_INVALID', 'the secret on stdin is larger than 64 KiB');
    chunks.push(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new KeywardError('ITEM_INVALID', 'the secret on stdin is not UTF-8 text', { cause });
  }
}

// No HTTP credential can carry one; a file piped in with an empty line at its end is the usual cause.
function notOneLine(): KeywardError {
  return new KeywardError('ITEM_INVALID', 'the secret has a line break or another control character inside', {
    hint: 'pipe in the secret alone: no call could carry this one',
  });
}
