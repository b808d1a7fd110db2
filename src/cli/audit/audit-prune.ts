import { z } from 'zod';
import { parseVerifierKey, pruneTrail, witnessStateName } from '../../audit/index.ts';
import { checkpointTargetStates, openCheckpointer } from '../../app/index.ts';
import { parseDuration } from '../../core/index.ts';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import { defineCommand } from '../define-command.ts';
import { sinkProgress, type SinkProgress } from '../doctor/check-sinks.ts';
import type { Runtime } from '../../app/index.ts';
import { operatorSession } from '../owner/session.ts';
import { withRuntime } from '../owner/with-owner.ts';

export const auditPrune = defineCommand({
  about: [
    'Take away records that are older than so long. What remains still verifies: a signed record says up to where the trail',
    'was pruned and what it held, and a checkpoint covers that record before anything is deleted. Export first what is to be',
    'kept. Calls that are still open stay, with everything after them, and so does what a sink or a witness of',
    'config.json has yet to take.',
    'Several processes may write meanwhile.',
  ].join('\n'),
  options: [
    { flags: '--older-than <age>', description: 'how old, such as 90d or 52w' },
    { flags: '--yes', description: 'do not ask at the terminal' },
  ],
  examples: ['keyward audit prune --older-than 400d', 'keyward audit prune --older-than 52w --yes --json'],
  input: z.object({
    olderThan: z.string('say how old: --older-than 90d').transform((text) => ({ text, ms: parseDuration(text) })),
    yes: z.boolean().default(false),
  }),
  run: async ({ olderThan, yes }, context) =>
    withRuntime(context, async (runtime) => {
      const { config, storage, random } = runtime;
      await confirmUnlessYes(context, yes, `Take away the records older than ${olderThan.text} for good?`);
      const session = operatorSession(config, random);
      const { checkpointer, key } = await openCheckpointer(runtime, { session });
      const slowest = await slowestReceiver(runtime);
      const atMost = slowest?.taken;
      const deleted = await pruneTrail(
        { ...runtime, store: storage.audit, session, key, checkpointer, atMost },
        olderThan.ms,
      );
      const [oldest] = await storage.audit.read(0, 1);
      return {
        json: { deleted, first: oldest?.seq ?? null, kept_for: isHeld(slowest, oldest?.seq) ? slowest.name : null },
        text: [
          `records taken away: ${deleted}; the trail now begins with record ${oldest?.seq ?? 'none'}`,
          ...(isHeld(slowest, oldest?.seq)
            ? [`older ones are held for ${slowest.name}, which has yet to take them`]
            : []),
        ],
      };
    }),
});

type Progress = Pick<SinkProgress, 'name' | 'taken' | 'behind'>;

// A witness goes on from what it co-signed last; without the records since then nothing can be proven to it any more.
async function slowestReceiver(runtime: Runtime): Promise<Progress | undefined> {
  const { sinks, checkpoints } = runtime.config.settings.audit;
  const head = (await runtime.storage.audit.head())?.seq ?? 0;
  const states = checkpointTargetStates(runtime.config);
  const witnesses = checkpoints.witnesses.map(async ({ key }): Promise<Progress> => {
    const name = witnessStateName(parseVerifierKey(key).name);
    const taken = (await states.load(name))?.taken?.size ?? 0;
    return { name, taken, behind: head - taken };
  });
  const all = await Promise.all([...sinks.map(async ({ name }) => sinkProgress(runtime, name)), ...witnesses]);
  return all.toSorted((a, b) => a.taken - b.taken)[0];
}

/** Whether the trail begins exactly where a sink has come to: then that sink is what ended the pruning. */
function isHeld(slowest: Progress | undefined, first: number | undefined): slowest is Progress {
  return slowest !== undefined && slowest.behind > 0 && first !== undefined && first === Math.max(1, slowest.taken + 1);
}
