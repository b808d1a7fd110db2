import { z } from 'zod';
import { formatVerifierKey, logKeyOf } from '../../audit/index.ts';
import { openCheckpointer } from '../../app/index.ts';
import { defineCommand } from '../define-command.ts';
import { operatorSession } from '../owner/session.ts';
import { withRuntime } from '../owner/with-owner.ts';

export const auditCheckpoint = defineCommand({
  about: [
    'Sign how far the trail has come and what it holds up to there, in the C2SP tlog-checkpoint form, with the key in',
    'audit.key. Keep checkpoints where no person who can write the data folder can: from then on nothing before them can be',
    'changed, removed or taken back unseen. Prints the checkpoint and the public key that checks it. Servers do the same on their own,',
    'as `audit.checkpoints` in config.json says; targets and witnesses named there are used here too.',
  ].join('\n'),
  options: [{ flags: '--to <folder>', description: 'write it into this folder too', repeatable: true }],
  examples: ['keyward audit checkpoint', 'keyward audit checkpoint --to /mnt/elsewhere/keyward'],
  input: z.object({ to: z.array(z.string().min(1)).default([]) }),
  run: async ({ to }, context) =>
    withRuntime(context, async (runtime) => {
      const session = operatorSession(runtime.config, runtime.random);
      const { checkpointer, key } = await openCheckpointer(runtime, { session, folders: to });
      const checkpoint = await checkpointer.checkpoint();
      if (checkpoint === undefined) return { json: null, text: ['no records yet'] };
      const { note, size } = checkpoint;
      const publicKey = formatVerifierKey(logKeyOf(checkpoint, key.publicKey));
      return { json: { size, note, key: publicKey }, text: [...note.trimEnd().split('\n'), '', `key: ${publicKey}`] };
    }),
});
