import { inspect } from 'node:util';
import { loadConfig, processSource, type ConfigSource } from '../config/index.ts';
import { EXIT_CODES } from '../core/index.ts';
import type { CommandContext } from './define-command.ts';
import { exitCodeOf } from './exit-codes.ts';
import { printAnswer, printError } from './terminal/output.ts';
import { findCommand, parseArguments } from './program.ts';
import type { ProcessStreams } from './terminal/streams.ts';
import { createTerminal } from './terminal/terminal.ts';
import { VERSION } from './version.ts';

/** The process around a command line. Only what starts one in a test gives more than the first two. */
export interface Host extends Pick<CommandContext, 'signals' | 'programFile' | 'inheritedUmask' | 'passphraseCost'> {
  /** The running process when left out. */
  readonly source?: ConfigSource;
}

/**
 * Run one command line and answer its exit code. For the operator: every failure ends here as a
 * code, a sentence and a hint on stderr, and none as a stack unless the operator asked for it.
 */
export async function runCli(
  argv: readonly string[],
  streams: ProcessStreams,
  { source = processSource(), ...host }: Host,
): Promise<number> {
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  // What follows `--` is said to another program.
  const json = words.slice(0, words.includes('--') ? words.indexOf('--') : undefined).includes('--json');
  // `keyward audit list | head`: the reader has seen enough, which is no failure.
  streams.stdout.on('error', () => undefined);
  const entry = findCommand(words);
  try {
    const chosen = entry === undefined ? undefined : { entry, command: await entry.load() };
    const invocation = parseArguments({ argv: words, version: VERSION, chosen });
    if (invocation.kind === 'text') {
      (invocation.exitCode === EXIT_CODES.ok ? streams.stdout : streams.stderr).write(invocation.text);
      return invocation.exitCode;
    }
    const context = { ...host, config: loadConfig(source), source, json, streams, terminal: createTerminal(streams) };
    const answer = await chosen?.command.run(invocation.input, context);
    if (answer !== undefined) printAnswer(answer, json, streams);
    return answer?.exitCode ?? EXIT_CODES.ok;
  } catch (error) {
    printError(error, json, { stderr: streams.stderr, command: entry?.words });
    if (wantsDetails(source)) streams.stderr.write(`${inspect(error)}\n`);
    return exitCodeOf(error);
  }
}

// Asked only now: a command line that cannot be read at all must be explained too.
function wantsDetails(source: ConfigSource): boolean {
  try {
    return ['debug', 'trace'].includes(loadConfig(source).logLevel);
  } catch {
    return false;
  }
}
