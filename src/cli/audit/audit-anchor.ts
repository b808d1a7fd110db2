import { z } from 'zod';
import { formatVerifierKey, logKey } from '../../audit/index.ts';
import { EXIT_CODES } from '../../core/index.ts';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import { defineCommand } from '../define-command.ts';
import { openOwner } from '../owner/open-owner.ts';
import { readPassphrase } from '../owner/passphrase.ts';
import { withRuntime } from '../owner/with-owner.ts';
import type { Answer } from '../terminal/answer.ts';
import type { Runtime } from '../../app/index.ts';

export const auditAnchor = defineCommand({
  about: [
    'Show which audit trail belongs to this installation, as its owner signed it at the first opening. With another trail in its',
    'place, without one, or with another audit.key, no call is made.',
    '',
    'With --accept the trail that is there becomes the trail of this installation: for when the true one is lost for good.',
    'That is recorded, and what was lost cannot be proven any more.',
  ].join('\n'),
  options: [
    { flags: '--accept', description: 'go on with the trail that is there' },
    { flags: '--yes', description: 'do not ask at the terminal' },
  ],
  examples: ['keyward audit anchor', 'keyward audit anchor --accept'],
  input: z.object({ accept: z.boolean().default(false), yes: z.boolean().default(false) }),
  run: async ({ accept, yes }, context) =>
    withRuntime(context, async (runtime) => {
      if (!accept) return answerOf(runtime);
      await confirmUnlessYes(context, yes, 'Go on with the trail that is there, in the place of the true one?');
      const owner = await openOwner(runtime, { passphrase: () => readPassphrase(context), isLooking: true });
      const before = runtime.identity.report();
      const detail = { before: before.kind === 'broken' ? before.fault : before.kind };
      // The record first: an empty trail has nothing that could be signed for.
      await runtime.trail.record({ type: 'audit.anchored', session: owner.session, detail });
      await runtime.identity.accept(owner.vaults);
      return answerOf(runtime);
    }),
});

function answerOf({ identity }: Runtime): Answer {
  const report = identity.report();
  if (report.kind === 'none') return { json: { kind: 'none' }, text: ['no trail is signed for yet'] };
  if (report.kind === 'broken') {
    const { kind, fault, explanation } = report;
    return {
      json: { kind, fault, explanation },
      text: [`broken (${fault}): ${explanation}`],
      exitCode: EXIT_CODES.tampered,
    };
  }
  const { anchor, reached } = report;
  const key = formatVerifierKey(logKey(anchor.chain, anchor.auditKey));
  const text = [`trail: ${anchor.chain}`, `key: ${key}`, `attested up to record ${reached.size}`];
  return { json: { kind: 'anchored', chain: anchor.chain, key, size: reached.size }, text };
}
