import { basename } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import type { SecretValue } from '../../core/index.ts';
import { childEnvironment, fillTemplates, runChild, type ChildEnvironment } from '../../run/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { readTextFile } from './read-text-file.ts';
import { unresolved } from './unresolved.ts';
import { isReferenceToken, openCommandReader } from './with-reader.ts';

const TOKEN_VARIABLE = 'KEYWARD_SERVICE_ACCOUNT_TOKEN';

export const run = defineCommand({
  about: [
    'Start a program with secrets in its environment: every variable that is an op:// reference, and every reference',
    'in the env files, is resolved first. If one cannot be, all that cannot are listed and nothing is started.',
    '',
    "No shell is involved. Signals are handed on, the exit code is the program's, and what it prints is passed on",
    'with the values concealed, also in base64, hexadecimal, URL and JSON form.',
  ].join('\n'),
  arguments: [['<command...>', 'the program and its arguments, after --']],
  options: [
    { flags: '--env-file <file>', description: 'KEY=VALUE lines; a later file wins', repeatable: true },
    { flags: '--no-masking', description: 'do not conceal the values in what the program prints' },
  ],
  examples: [
    'keyward run --env-file .env -- npm start',
    'DB_PASSWORD=op://deploy/database/credential keyward run -- ./migrate',
    'KEYWARD_SERVICE_ACCOUNT_TOKEN=op://agents/claude/credential keyward run -- keyward mcp',
  ],
  input: z.object({
    command: z.array(z.string()).min(1),
    envFile: z.array(z.string().min(1, 'expected a name')).default([]),
    masking: z.boolean().default(true),
  }),
  async run({ command: [command = '', ...args], envFile, masking }, context) {
    const envFiles = await Promise.all(envFile.map((path) => readTextFile(path, 'env file')));
    const { env: inherited, platform } = context.source;
    // The program gets the values, not what opens the vault. A token that was itself a reference is such a value.
    const sources = { inherited, envFiles, platform, withheld: [TOKEN_VARIABLE] };
    const { plain: environment, templates } = childEnvironment(sources);
    const { values, secrets } = await resolveVariables(templates, { context, program: basename(command) });
    if (context.inheritedUmask !== undefined) process.umask(context.inheritedUmask);
    const exitCode = await runChild({
      command,
      args,
      environment,
      injected: values,
      secrets: masking ? secrets : [],
      streams: context.streams,
      signals: context.signals,
      stopSelf: () => void process.kill(process.pid, 'SIGSTOP'),
      platform,
      schedule: (work, delayMs) => {
        const timer = setTimeout(work, delayMs);
        return () => clearTimeout(timer);
      },
    });
    return { text: [], exitCode };
  },
});

interface Resolved {
  readonly values: ReadonlyMap<string, SecretValue>;
  readonly secrets: readonly SecretValue[];
}

async function resolveVariables(
  templates: ChildEnvironment['templates'],
  { context, program }: { readonly context: CommandContext; readonly program: string },
): Promise<Resolved> {
  if (templates.size === 0) return { values: new Map(), secrets: [] };
  const asOwner = isReferenceToken(context.config.serviceAccountToken);
  const reader = await openCommandReader(context, { asOwner });
  try {
    const filled = await fillTemplates(templates, reader);
    if (filled.kind === 'unfilled') throw unresolved(filled.failures, context);
    await reader.record({ type: 'run.started', detail: { program, variables: [...templates.keys()] } });
    return filled;
  } finally {
    await reader.close();
  }
}
