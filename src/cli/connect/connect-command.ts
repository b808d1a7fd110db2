import { z } from 'zod';
import { KeywardError } from '../../core/index.ts';
import { EXPIRES_IN, expiresIn } from '../agent/agent-token-output.ts';
import type { Answer } from '../terminal/answer.ts';
import { connectClient, previewConnection } from './connect-client.ts';
import { connectOrder } from './connect-order.ts';
import { disconnectClient, previewDisconnection } from './disconnect-client.ts';
import { listClients } from './list-clients.ts';
import { printEntry } from './print-entry.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';

const input = z.object({
  client: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'expected a name such as claude-desktop')
    .optional(),
  agent: z.string().optional(),
  vault: z.array(z.string()).default([]),
  can: z.enum(['use', 'read'], 'expected use or read').optional(),
  expiresIn,
  scope: z.enum(['user', 'project'], 'expected user or project').default('user'),
  rotate: z.boolean().default(false),
  remove: z.boolean().default(false),
  print: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
});

type Input = z.infer<typeof input>;

export const connect = defineCommand({
  about: [
    'Connect an MCP client: make an agent for it, keep that agent’s token on this machine (in the keychain where there',
    'is one, else in a 0600 file), and write an entry without any secret into the configuration of the client. What is',
    'about to change is shown, and at a terminal you are asked first; a copy of the file is stored beside it. Everything',
    'else in the file stays as it is. Once connected, the same command does nothing, or renews a token that ended.',
    '',
    'Without a client it lists those that are known.',
  ].join('\n'),
  arguments: [['[client]', 'claude-desktop, claude-code, cursor, vscode, windsurf, codex, gemini, zed, cline']],
  options: [
    { flags: '--vault <vault>', description: 'a vault it may use; the only one when left out', repeatable: true },
    { flags: '--can <right>', description: 'use or read; use when left out' },
    EXPIRES_IN,
    { flags: '--agent <name>', description: 'the agent; named after the client when left out' },
    { flags: '--rotate', description: 'give an agent that is there already a new token; the one it has ends' },
    { flags: '--scope <scope>', description: 'user (when left out), or project: the files of the folder you are in' },
    { flags: '--remove', description: 'undo it: the entry, the token, and the agent that was made for it' },
    { flags: '--print', description: 'print what to paste, for any client, and touch nothing' },
    { flags: '--dry-run', description: 'show what would change, and touch nothing' },
    { flags: '--yes', description: 'do not ask at the terminal' },
  ],
  examples: [
    'keyward connect claude-desktop',
    'keyward connect cursor --vault ai-agents --expires-in 90d',
    'keyward connect claude-code --scope project --dry-run',
    'keyward connect claude-desktop --remove',
    'keyward connect my-own-client --print',
  ],
  input,
  run: async (input, context) => {
    const { client, scope } = input;
    if (client === undefined) return listClients(scope, context.source);
    if (input.print) return printEntry({ client, scope, agentName: input.agent ?? client }, context);
    return connectOrRemove({ ...input, client }, context);
  },
});

async function connectOrRemove(input: Input & { readonly client: string }, context: CommandContext): Promise<Answer> {
  const order = connectOrder(input, context.source);
  const { vault: vaults, can, expiresIn: expiresInMs, rotate, yes } = input;
  if (input.remove) {
    if (vaults.length > 0 || can !== undefined || rotate) {
      throw new KeywardError('CONFIG_INVALID', '--remove takes no --vault, --can or --rotate');
    }
    if (input.dryRun) return previewDisconnection(order);
    return disconnectClient({ ...order, givenAgent: input.agent, yes }, context);
  }
  if (input.dryRun) return previewConnection(order, context);
  return connectClient({ ...order, agent: { vaults, can, expiresInMs, rotate }, yes }, context);
}
