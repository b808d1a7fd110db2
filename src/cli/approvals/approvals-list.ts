import { z } from 'zod';
import type { ApprovalRow, ApprovalState } from '../../approval/index.ts';
import type { Runtime } from '../../app/index.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { withRuntime } from '../owner/with-owner.ts';
import { printAnswer } from '../terminal/output.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { approvalJson, approvalLines } from './approval-view.ts';

const WAITING: readonly ApprovalState[] = ['pending', 'not_shown'];
const LOOK_EVERY_MS = 500;
const MAX_SHOWN = 200;

export const approvalsList = defineCommand({
  about: [
    'Show what agents wait for a yes to: the whole request, as it will be sent, without the credential. `keyward approve`',
    'and `keyward deny` answer it. Needs no key.',
  ].join('\n'),
  options: [
    { flags: '--all', description: 'also what was answered or has ended' },
    { flags: '--watch', description: 'go on with what comes, until it is told to stop' },
  ],
  examples: ['keyward approvals list', 'keyward approvals list --json', 'keyward approvals list --watch'],
  input: z.object({ all: z.boolean().default(false), watch: z.boolean().default(false) }),
  run: async ({ all, watch }, context) =>
    withRuntime(context, async (runtime) => {
      if (watch) return follow(runtime, context);
      const rows = await list(runtime, all);
      return {
        json: rows.map(approvalJson),
        text: rows.length === 0 ? ['nothing waits for a yes'] : rows.flatMap(approvalLines),
      };
    }),
});

async function list({ storage, clock }: Runtime, all: boolean): Promise<readonly ApprovalRow[]> {
  const states = all ? undefined : WAITING;
  const rows = await storage.approvals.list({ states, limit: MAX_SHOWN });
  // What has run out ends with the next change; until then it is shown for what it is.
  return all ? rows : rows.filter(({ answerBy }) => answerBy > clock.now());
}

async function follow(runtime: Runtime, context: CommandContext): Promise<undefined> {
  const seen = new Set<string>();
  const turn = async (): Promise<void> => {
    for (const row of (await list(runtime, false)).toReversed()) {
      if (seen.has(row.id)) continue;
      seen.add(row.id);
      printAnswer({ json: approvalJson(row), text: approvalLines(row) }, context.json, context.streams);
    }
  };
  await untilStopped({ ...context, everyMs: LOOK_EVERY_MS, turn });
}
