import { z } from 'zod';
import { defineCommand } from '../define-command.ts';
import { runScan } from './run-scan.ts';

export const scan = defineCommand({
  about: [
    'Find exposed credentials: in a file or a folder, in standard input (`-`), in what the next commit would bring in, in',
    'the whole history of a repository, or in the known locations of credentials on this machine. No value is',
    'ever shown. What was not read is named, with the reason.',
    '',
    'An `alert` is a credential; a `review` may be one. Exit code 9 when an alert stands, 0 when none does, and a failure',
    'when nothing could be read. A line with `keyward:allow` in it is left out.',
  ].join('\n'),
  arguments: [['[path]', 'a file, a folder, or - for standard input; the current folder when left out']],
  options: [
    {
      flags: '--machine',
      description: 'the known locations on this machine: MCP clients, agents, shells, clouds, keys',
    },
    { flags: '--history', description: 'every version of every file in the git repository at the path' },
    { flags: '--staged', description: 'what is staged for the next commit in the git repository at the path' },
    { flags: '--baseline <file>', description: 'leave out the findings that this file names' },
    { flags: '--write-baseline <file>', description: 'write a file that names every finding of this scan' },
    { flags: '--sarif', description: 'print a SARIF 2.1.0 log' },
  ],
  examples: [
    'keyward scan .',
    'keyward scan --staged',
    'keyward scan --history . --json',
    'keyward scan --machine',
    'git diff | keyward scan -',
  ],
  input: z
    .object({
      path: z.string().min(1, 'expected a path').optional(),
      machine: z.boolean().default(false),
      history: z.boolean().default(false),
      staged: z.boolean().default(false),
      sarif: z.boolean().default(false),
      baseline: z.string().min(1, 'expected a name').optional(),
      writeBaseline: z.string().min(1, 'expected a name').optional(),
    })
    .refine(({ machine, history, staged }) => [machine, history, staged].filter(Boolean).length <= 1, {
      message: '--machine, --history and --staged exclude each other',
    })
    .refine(({ machine, path }) => !machine || path === undefined, { message: '--machine takes no path' }),
  run: async (input, context) => runScan(input, context, context.streams.stdin),
});
