import { isKeywardError, KeywardError } from '../../core/index.ts';
import type { Answer } from './answer.ts';
import { escapeJson, escapeText } from './escape-text.ts';

/** Where the command line writes. The process's own streams, or a test's. */
export interface OutputStreams {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
}

interface ErrorStreams extends Pick<OutputStreams, 'stderr'> {
  /** The command that failed, such as `item create`, where it is known. */
  readonly command?: string | undefined;
}

const UNEXPECTED = 'something unexpected went wrong';

/** Print what a command has to say. The only code of the command line that writes results. */
export function printAnswer(answer: Answer, json: boolean, { stdout }: OutputStreams): void {
  if (json && answer.json === undefined) return;
  if (json) stdout.write(`${escapeJson(JSON.stringify(answer.json))}\n`);
  else stdout.write(answer.text.map((line) => `${escapeText(line)}\n`).join(''));
}

/**
 * Print a failure on stderr: code, sentence, next step. With `json` the same as one JSON object, with the references that
 * did not resolve, also on stderr, so that stdout holds a command's result or nothing.
 *
 * A hint at the help points at that of `command`, when it is known. What was not thrown on purpose is one fixed sentence:
 * foreign text may hold anything.
 */
export function printError(error: unknown, json: boolean, { stderr, command = '' }: ErrorStreams): void {
  const known = isKeywardError(error) ? error : new KeywardError('INTERNAL', UNEXPECTED, { hint: DEBUG_HINT });
  const { code, message, details } = known;
  const hint = known.hint?.replace('keyward --help', `keyward ${command} --help`.replace('  ', ' '));
  if (json) {
    stderr.write(
      `${escapeJson(JSON.stringify({ error: { code, message, hint, references: details['references'] } }))}\n`,
    );
    return;
  }
  stderr.write(`${escapeText(`keyward: ${message} (${code})`)}\n`);
  if (hint !== undefined) stderr.write(`${escapeText(`hint: ${hint}`)}\n`);
}

const DEBUG_HINT = 'repeat with KEYWARD_LOG_LEVEL=debug for the details';
