import { z } from 'zod';
import type { ApprovalRow, Extent } from '../../approval/index.ts';
import { readShown } from '../../approval/index.ts';
import { KeywardError, parseDuration } from '../../core/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { withOwner } from '../owner/with-owner.ts';
import { confirmUnlessYes } from '../terminal/confirm.ts';
import { answerApproval, findApproval } from './answer-approval.ts';
import { approvalLines, hostToType } from './approval-view.ts';

const MAX_USES = 100;

export const approve = defineCommand({
  about: [
    'Say yes to one request of an agent. It is for these very bytes, and for one use; the agent sends it again and it goes',
    'through. --for and --uses make it more, where the binding of the item allows it.',
    '',
    'Opens the owner key: where a passphrase is set, it is asked for. At a terminal you are shown the request and asked;',
    'elsewhere the command decides at once.',
  ].join('\n'),
  arguments: [['<id>', 'as `keyward approvals list` shows it']],
  options: [
    { flags: '--for <duration>', description: 'for such requests, this long: 15m at most' },
    { flags: '--uses <count>', description: 'for so many such requests, this one included' },
    { flags: '--yes', description: 'do not ask at a terminal' },
  ],
  examples: [
    'keyward approve 473zkp6yyhlgpgsjmn3chbqz5d',
    'keyward approve 473zkp6yyhlgpgsjmn3chbqz5d --uses 20 --for 15m',
  ],
  input: z.object({
    id: z.string().min(1),
    for: z.string().optional(),
    uses: z.coerce.number('expected a number').int('expected a number').min(1).max(MAX_USES).optional(),
    yes: z.boolean().default(false),
  }),
  run: async ({ id, for: duration, uses, yes }, context) =>
    withOwner(context, async (owner) => {
      const row = await findApproval(owner, id);
      const extent = extentOf(row, { duration, uses });
      for (const line of context.terminal.canAsk ? approvalLines(row) : []) context.terminal.say(line);
      await confirmYes(context, row, yes);
      return answerApproval(owner, row, { yes: true, session: owner.session, extent });
    }),
});

async function confirmYes(context: CommandContext, row: ApprovalRow, yes: boolean): Promise<void> {
  const host = hostToType(row);
  const what = host === undefined ? 'Say yes to this request?' : `This destroys something at ${host}. Say yes?`;
  await confirmUnlessYes(context, yes, what);
}

interface Wanted {
  readonly duration: string | undefined;
  readonly uses: number | undefined;
}

// What is not said is as much as the binding allows.
function extentOf(row: ApprovalRow, { duration, uses }: Wanted): Extent | undefined {
  if (duration === undefined && uses === undefined) return undefined;
  const ask = readShown(row)?.ask;
  const largest = ask?.kind === 'request' ? ask.largestExtent : undefined;
  const ms = duration === undefined ? largest?.ms : parseDuration(duration);
  if (duration !== undefined && ms === undefined) {
    throw new KeywardError('CONFIG_INVALID', '--for: expected a duration such as 15m');
  }
  return { ms: ms ?? 1, uses: uses ?? largest?.uses ?? 1 };
}
