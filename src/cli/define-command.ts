import type { z } from 'zod';
import type { Config, ConfigSource } from '../config/index.ts';
import { KeywardError } from '../core/index.ts';
import type { StretchParams } from '../crypto/index.ts';
import type { Answer } from './terminal/answer.ts';
import type { ProcessSignals, ProcessStreams } from './terminal/streams.ts';
import type { Terminal } from './terminal/terminal.ts';

/** What a command is given beside its own input. */
export interface CommandContext {
  readonly config: Config;
  /** What `config` was read from; for `run` and `inject`, whose input is the environment itself. */
  readonly source: ConfigSource;
  readonly terminal: Terminal;
  /** For output that is more than one answer, and input that is no secret. */
  readonly streams: ProcessStreams;
  readonly signals: ProcessSignals;
  /** The file this program was started from, where it is known: for what starts it again. */
  readonly programFile?: string | undefined;
  /** True with `--json`. Commands that answer once need not look at it: `Answer` carries both forms. */
  readonly json: boolean;
  /** The mode mask this program was started with; its own is stricter. For programs started on a person's behalf. */
  readonly inheritedUmask?: number | undefined;
  /** The cost of a passphrase that is set now, where it is not the usual one. */
  readonly passphraseCost?: StretchParams | undefined;
}

export interface OptionHelp {
  /** As in commander: `--vault <name>`, `--limit <count>`, `--yes`, `--allow-private-network [cidr]`. */
  readonly flags: string;
  readonly description: string;
  /** May be given more than once; its value is then an array. */
  readonly repeatable?: boolean;
}

interface CommandSpec<Input> {
  /** What it does, for `--help`, in paragraphs; the one-line summary is in the list of commands. */
  readonly about?: string;
  /** In order, as in commander: `['<name>', 'what to call it']`, `['[reference]', '…']`. */
  readonly arguments?: readonly (readonly [name: string, description: string])[];
  readonly options?: readonly OptionHelp[];
  /** Commands as typed, without a prompt sign. */
  readonly examples: readonly string[];
  /** Arguments and options together, by camel-cased name. Its messages are shown to the person. */
  readonly input: z.ZodType<Input>;
  /** `undefined` when the command has written its own output (`mcp`). */
  run(input: Input, context: CommandContext): Promise<Answer | undefined>;
}

/** A command whose input type is its own business. */
export interface Command extends Omit<CommandSpec<never>, 'input' | 'run'> {
  /** Throws `CONFIG_INVALID` when the raw input does not fit, and whatever the command throws. */
  run(raw: Readonly<Record<string, unknown>>, context: CommandContext): Promise<Answer | undefined>;
}

/** A new command is one file with one of these, and one line in `commands/index.ts`. */
export function defineCommand<Input>({ input, run, ...help }: CommandSpec<Input>): Command {
  return { ...help, run: async (raw, context) => run(parseInput(input, raw), context) };
}

function parseInput<Input>(schema: z.ZodType<Input>, raw: Readonly<Record<string, unknown>>): Input {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${optionName(issue.path[0])}${issue.message}`);
  throw new KeywardError('CONFIG_INVALID', problems.join('; '));
}

function optionName(key: PropertyKey | undefined): string {
  if (key === undefined) return '';
  return `--${String(key).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: `;
}
