import { Command as Program, CommanderError } from 'commander';
import { EXIT_CODES, KeywardError } from '../core/index.ts';
import { COMMANDS, GROUPS, type CommandEntry } from './commands/index.ts';
import type { Command } from './define-command.ts';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';
import { pairs } from './terminal/table.ts';

/** What the arguments ask for. */
export type Invocation =
  | { readonly kind: 'run'; readonly input: Readonly<Record<string, unknown>> }
  | { readonly kind: 'text'; readonly text: string; readonly exitCode: number };

/** The command that the first words of the arguments name; `undefined` for none, or for `--help` alone. */
export function findCommand(argv: readonly string[]): CommandEntry | undefined {
  return COMMANDS.find(({ words }) => words.split(' ').every((word, index) => argv[index] === word));
}

interface Arguments {
  readonly argv: readonly string[];
  readonly version: string;
  /** The one command whose options are known; of the others only the summary is. */
  readonly chosen: { readonly entry: CommandEntry; readonly command: Command } | undefined;
}

/** Throws `CONFIG_INVALID` for arguments that fit no command. */
export function parseArguments({ argv, version, chosen }: Arguments): Invocation {
  const printed: string[] = [];
  let input: Readonly<Record<string, unknown>> | undefined;

  const program = new Program('keyward').version(version).description(ABOUT).addHelpText('after', EXIT_CODE_HELP);
  program.exitOverride().helpCommand(false);
  program.configureOutput({ writeOut: (text) => printed.push(text), writeErr: (text) => printed.push(text) });
  for (const entry of COMMANDS) {
    const node = addNode(program, entry);
    if (chosen?.entry === entry) declare(node, entry, chosen.command);
    node.action(() => {
      const given: readonly unknown[] = node.processedArgs;
      const positional = node.registeredArguments.map((argument, index) => [argument.name(), given[index]] as const);
      input = Object.fromEntries([...Object.entries(node.opts<Record<string, unknown>>()), ...positional]);
    });
  }

  try {
    program.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return outcomeOf(error, printed.join(''));
  }
  return { kind: 'run', input: input ?? {} };
}

const ABOUT = 'Your AI agents use your credentials. They never see them.';

const EXIT_CODE_HELP = [
  '',
  'Every command takes --json, and --help with examples. Start with:',
  '  keyward vault create ai-agents',
  '  keyward item create --help',
  '',
  'Exit codes:',
  ...pairs(EXIT_CODE_MEANINGS.map(([code, meaning]) => [`  ${code}`, meaning])),
].join('\n');

function addNode(program: Program, { words, summary }: CommandEntry): Program {
  const [first = '', second] = words.split(' ');
  if (second === undefined) return program.command(first).description(summary);
  const group = program.commands.find((command) => command.name() === first) ?? addGroup(program, first);
  return group.command(second).description(summary);
}

function addGroup(program: Program, name: string): Program {
  return program
    .command(name)
    .description(GROUPS[name] ?? '')
    .helpCommand(false);
}

function declare(node: Program, entry: CommandEntry, command: Command): void {
  node.summary(entry.summary).description(unwrap(command.about ?? entry.summary));
  for (const [name, description] of command.arguments ?? []) node.argument(name, description);
  for (const { flags, description, repeatable } of command.options ?? []) {
    if (repeatable === true) node.option(flags, `${description} (may be repeated)`, collect);
    else node.option(flags, description);
  }
  node.option('--json', 'print JSON for programs');
  node.addHelpText('after', ['', 'Examples:', ...command.examples.map((example) => `  ${example}`)].join('\n'));
}

// Written in lines of the source; the help wraps them anew for the width of the terminal.
function unwrap(text: string): string {
  return text.replace(/(?<!\n)\n(?!\n)/g, ' ');
}

// An option whose value is optional is `true` when it came without one.
function collect(value: string, before: readonly string[] | boolean | undefined): readonly string[] {
  return [...(typeof before === 'object' ? before : []), value];
}

function outcomeOf(error: CommanderError, printed: string): Invocation {
  if (error.exitCode === 0) return { kind: 'text', text: printed, exitCode: EXIT_CODES.ok };
  if (error.code === 'commander.help') return { kind: 'text', text: printed, exitCode: EXIT_CODES.usage };
  // A secret typed as `--password=…` must not be repeated: only the name is.
  const message =
    error.message
      .replace(/^error: /, '')
      .replace(/=[^]*'/, "'")
      .split('\n')[0] ?? '';
  throw new KeywardError('CONFIG_INVALID', message.replace(/\.$/, ''));
}
