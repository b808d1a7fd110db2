import { z } from 'zod';
import { EXIT_CODES, KeywardError } from '../../core/index.ts';
import { openSinks, type ConfiguredSink, type ConfiguredSinks } from '../../app/index.ts';
import type { Answer } from '../terminal/answer.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { sinkProgress, type SinkProgress } from '../doctor/check-sinks.ts';
import type { Runtime } from '../../app/index.ts';
import { printAnswer } from '../terminal/output.ts';
import { operatorSession } from '../owner/session.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { VERSION } from '../version.ts';
import { withRuntime } from '../owner/with-owner.ts';

const EVERY_MS = 1_000;

export const auditSend = defineCommand({
  about: [
    'Send the trail to the sinks in `audit.sinks` of config.json, and go on sending what is recorded until it is told to stop.',
    'Running servers do this by themselves: it is for a data folder without one, and with --once for a timer. Each sink goes on',
    'where it was, whichever process sent last; of several processes one sends.',
    '',
    'With --once it sends what there is and leaves; exit code 7 when a sink did not take all of it.',
  ].join('\n'),
  options: [
    { flags: '--sink <name>', description: 'only this sink', repeatable: true },
    { flags: '--once', description: 'send what there is by now, and leave' },
  ],
  examples: ['keyward audit send', 'keyward audit send --once --sink siem --json'],
  input: z.object({ sink: z.array(z.string()).optional(), once: z.boolean().default(false) }),
  run: async ({ sink: names, once }, context) =>
    withRuntime(context, async (runtime) => {
      const opened = await open(runtime, context, names);
      try {
        if (once) return await sendOnce(runtime, opened);
        await sendOn(opened, context);
        return undefined;
      } finally {
        await Promise.all(opened.sinks.map(({ lease }) => lease.release()));
        await opened.close();
      }
    }),
});

async function open(
  runtime: Runtime,
  { config }: CommandContext,
  names: readonly string[] | undefined,
): Promise<ConfiguredSinks> {
  const known = config.settings.audit.sinks.map(({ name }) => name);
  const unknown = names?.find((name) => !known.includes(name));
  if (known.length === 0 || unknown !== undefined) {
    throw new KeywardError(
      'CONFIG_INVALID',
      unknown === undefined ? 'there are no sinks' : `no sink is called ${unknown}`,
      {
        hint: 'name sinks in `audit.sinks` of config.json: see docs/CONFIG.md',
      },
    );
  }
  const session = operatorSession(config, runtime.random);
  return openSinks(runtime, { session, names, version: VERSION });
}

async function sendOnce(runtime: Runtime, { sinks }: ConfiguredSinks): Promise<Answer> {
  const turns = await Promise.all(sinks.map(async ({ sink }) => ({ name: sink.name, turn: await sink.tick() })));
  const all = await Promise.all(
    turns.map(async ({ name, turn }) => ({ turn, ...(await sinkProgress(runtime, name)) })),
  );
  return {
    json: all.map(({ name, turn, taken, behind, code }) => ({ name, turn, taken, behind, code: code ?? null })),
    text: all.map(({ turn, ...progress }) => lineOf(turn, progress)),
    exitCode: all.every(({ turn }) => turn === 'done') ? EXIT_CODES.ok : EXIT_CODES.unavailable,
  };
}

function lineOf(turn: string, { name, taken, behind, code }: SinkProgress): string {
  if (turn === 'done') return `${name}: has everything up to record ${taken}`;
  if (turn === 'elsewhere') return `${name}: another process sends; taken up to record ${taken}`;
  return `${name}: taken up to record ${taken}, ${behind} to go (${code ?? 'failed'})`;
}

async function sendOn({ sinks }: ConfiguredSinks, context: CommandContext): Promise<void> {
  const { json, terminal, streams } = context;
  const names = sinks.map(({ sink }) => sink.name);
  if (json) printAnswer({ json: { sinks: names }, text: [] }, json, streams);
  else terminal.say(`sending to ${names.join(', ')}, until it is stopped`);
  // A sink that hangs does not hold up the others.
  await Promise.all(sinks.map(async (one) => keepSending(one, context)));
}

async function keepSending({ sink }: ConfiguredSink, context: CommandContext): Promise<void> {
  await untilStopped({ ...context, everyMs: EVERY_MS, turn: async () => void (await sink.tick()) });
}
