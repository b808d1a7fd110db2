import { open, type FileHandle } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { z } from 'zod';
import { EXPORT_FORMATS, exportTrail, findExportFormat, type ExportRequest } from '../../siem/index.ts';
import { KeywardError } from '../../core/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { originOf, type Runtime } from '../../app/index.ts';
import { pointInTime } from './point-in-time.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { VERSION } from '../version.ts';
import { withRuntime } from '../owner/with-owner.ts';

const FOLLOW_EVERY_MS = 500;

const FORMATS = EXPORT_FORMATS.map(({ name }) => name).join(', ');

export const auditExport = defineCommand({
  about: [
    `Write the trail in a format other tools read, oldest record first. Formats: ${FORMATS}.`,
    'A whole export as jsonl can be verified without Keyward: see docs/verify/. Needs no key.',
    'With --follow it goes on with what is recorded meanwhile until it is told to stop. What has to survive a stop, and a',
    'reader that is away, is a sink: see `keyward audit send`.',
  ].join('\n'),
  options: [
    { flags: '--format <name>', description: 'jsonl when left out' },
    { flags: '--output <file>', description: 'a new file, made with mode 0600; stdout when left out' },
    { flags: '--agent <agent>', description: 'only records of this agent; name or id' },
    { flags: '--item <item>', description: 'only records of this item; title or id' },
    { flags: '--since <time>', description: 'only records from then on: a date, a time, or how long ago (2h, 7d)' },
    { flags: '--until <time>', description: 'only records before then' },
    { flags: '--follow', description: 'go on with what is recorded from now on' },
  ],
  examples: [
    'keyward audit export --output trail.jsonl',
    'keyward audit export --format ocsf --since 1d',
    'keyward audit export --format ecs --follow',
  ],
  input: z.object({
    format: z
      .string()
      .default('jsonl')
      .transform((name) => findExportFormat(name))
      .refine((format) => format !== undefined, `expected one of ${FORMATS}`),
    output: z.string().min(1).optional(),
    agent: z.string().optional(),
    item: z.string().optional(),
    since: z.string().optional(),
    until: z.string().optional(),
    follow: z.boolean().default(false),
  }),
  run: async ({ format, output, agent, item, since, until, follow }, context) =>
    withRuntime(context, async (runtime) => {
      const { clock } = runtime;
      const now = clock.now();
      const filter = { agent, item, since: pointInTime(since, now), until: pointInTime(until, now) };
      if (format === undefined) return undefined;
      const file = output === undefined ? undefined : await createFile(output);
      const write =
        file === undefined ? writeTo(context.streams.stdout) : async (text: string) => file.appendFile(text);
      try {
        await exportTo(
          runtime,
          { format, filter, productVersion: VERSION, ...originOf(runtime.config) },
          { ...context, follow, write },
        );
      } finally {
        await file?.close();
      }
      return output === undefined ? undefined : { json: { output, format: format.name }, text: [`wrote ${output}`] };
    }),
});

interface Writing extends Pick<CommandContext, 'signals' | 'streams'> {
  readonly follow: boolean;
  write(text: string): Promise<void>;
}

async function exportTo({ storage }: Runtime, request: ExportRequest, writing: Writing): Promise<void> {
  const { follow, write, ...process } = writing;
  let afterSeq: number | undefined;
  const writeNew = async (): Promise<void> => {
    const from = afterSeq === undefined ? {} : { afterSeq };
    for await (const { text, seq } of exportTrail(storage.audit, { ...request, ...from })) {
      await write(text);
      afterSeq = seq;
    }
    afterSeq ??= 0;
  };
  if (follow) await untilStopped({ ...process, everyMs: FOLLOW_EVERY_MS, turn: writeNew });
  else await writeNew();
}

// A trail names agents, items and hosts: a file of it is private, and never written over another.
async function createFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600);
  } catch (cause) {
    throw new KeywardError('CONFIG_INVALID', 'the output file is there already, or cannot be made', { cause });
  }
}

function writeTo(stdout: Writable): Writing['write'] {
  return async (text) =>
    new Promise<void>((resolve, reject) => {
      stdout.write(text, (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
}
