import { z } from 'zod';
import { pruneTrail } from '../../audit/index.ts';
import { openCheckpointer } from '../../checkpointing.ts';
import { parseDuration } from '../../core/index.ts';
import { confirmUnlessYes } from '../confirm.ts';
import { defineCommand } from '../define-command.ts';
import { createLogger } from '../logger.ts';
import { operatorSession } from '../session.ts';
import { withWorkshop } from '../with-owner.ts';

export const auditPrune = defineCommand({
  about: [
    'Take away records that are older than so long. What remains still verifies: a signed record says up to where the trail',
    'was pruned and what it held, and a checkpoint covers that record before anything is deleted. Export first what is to be',
    'kept. Calls that are still open stay, with everything after them. Several processes may write meanwhile.',
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
    withWorkshop(context, async ({ config, storage, trail, clock, random }) => {
      await confirmUnlessYes(context, yes, `Take away the records older than ${olderThan.text} for good?`);
      const logger = createLogger(config.logLevel);
      const options = { config, store: storage.audit, trail, clock, random, logger };
      const session = operatorSession(config, random);
      const { checkpointer, key, close } = await openCheckpointer({ ...options, session });
      const deleted = await pruneTrail({ ...options, session, key, checkpointer }, olderThan.ms);
      await close();
      const [oldest] = await storage.audit.read(0, 1);
      return {
        json: { deleted, first: oldest?.seq ?? null },
        text: [`records taken away: ${deleted}; the trail now begins with record ${oldest?.seq ?? 'none'}`],
      };
    }),
});
