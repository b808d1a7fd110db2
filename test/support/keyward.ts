import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { onTestFinished } from 'vitest';
import { builtProgram } from './built-program.ts';
import { commandLineAt, type CommandLine } from './command-line.ts';

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Keyward extends CommandLine {
  /** The same command line: for what a test needs, but is not about. */
  readonly here: CommandLine;
  /** A process of the built program: for what is about processes, such as several at once. */
  program(args: readonly string[], stdin?: string): Promise<CliResult>;
  /** A vault `ai-agents`, an item bound by `flags`, an agent; answers its token. */
  prepare(item: PreparedItem): Promise<string>;
  /** A real MCP client with a real server process. */
  connect(options: ConnectOptions): Promise<McpSession>;
}

export interface PreparedItem {
  readonly title: string;
  readonly secret: string;
  readonly flags: readonly string[];
}

export interface ConnectOptions {
  readonly token?: string;
  readonly args?: readonly string[];
  readonly era?: 'legacy' | 'auto' | 'modern';
  /** Variables beside those of the data folder. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface McpSession {
  readonly client: Client;
  readonly stderr: () => string;
  readonly pid: () => number | null;
  call(name: string, args: Record<string, unknown>): Promise<ToolAnswer>;
}

export interface ToolAnswer {
  readonly isError: boolean;
  readonly content: Readonly<Record<string, unknown>>;
  /** Everything the client was sent, as text. */
  readonly raw: string;
}

/** The command line on a data folder of its own, and the built program, as a person and a client use them. */
export async function startKeyward(program: string = builtProgram()): Promise<Keyward> {
  const home = await mkdtemp(join(tmpdir(), 'keyward-journey-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const here = commandLineAt(home);
  const { env } = here;
  return {
    ...here,
    here,
    program: async (args, stdin = '') => runProgram({ program, args, env, stdin }),
    async prepare({ title, secret, flags }) {
      await here.json(['vault', 'create', 'ai-agents']);
      await here.json(['item', 'create', `ai-agents/${title}`, ...flags], secret);
      const agent = await here.json([
        'agent',
        'create',
        'claude-desktop',
        '--vault',
        'ai-agents',
        '--expires-in',
        '30d',
      ]);
      if (typeof agent !== 'object' || agent === null || !('token' in agent)) throw new Error('no token was printed');
      return String(agent.token);
    },
    connect: async (options) => connect({ program, env }, options),
  };
}

interface Run {
  readonly program?: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

export async function runProgram({ program = builtProgram(), args, env, stdin }: Run): Promise<CliResult> {
  const child = spawn(process.execPath, [program, ...args], { env });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  child.stdin.on('error', () => undefined).end(stdin);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...output };
}

async function connect(
  { program, env }: Pick<Run, 'env'> & { readonly program: string },
  { token, args = [], era = 'legacy', env: more = {} }: ConnectOptions,
): Promise<McpSession> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, 'mcp', ...args],
    env: { ...env, ...more, ...(token === undefined ? {} : { KEYWARD_SERVICE_ACCOUNT_TOKEN: token }) },
    stderr: 'pipe',
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const client = new Client({ name: 'journey', version: '1.2.3' }, negotiation(era));
  await client.connect(transport);
  onTestFinished(() => client.close());
  return {
    client,
    stderr: () => stderr,
    pid: () => transport.pid,
    async call(name, parameters) {
      const result = await client.callTool({ name, arguments: parameters });
      const content = result.structuredContent;
      if (typeof content !== 'object' || content === null)
        throw new Error(`no structured content: ${JSON.stringify(result)}`);
      return { isError: result.isError === true, content: { ...content }, raw: JSON.stringify(result) };
    },
  };
}

function negotiation(era: NonNullable<ConnectOptions['era']>): ConstructorParameters<typeof Client>[1] {
  if (era === 'legacy') return {};
  return { versionNegotiation: { mode: era === 'auto' ? 'auto' : { pin: '2026-07-28' } } };
}
