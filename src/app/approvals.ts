import { createApprovals, type Answered, type Approvals, type Channel, type RecordAnswer } from '../approval/index.ts';
import { actor } from '../audit/index.ts';
import { quoteUntrusted } from '../core/index.ts';
import { openChannels } from './approval-channels.ts';
import { OWNER_APPROVER } from './owner-approver.ts';
import type { Runtime } from './runtime.ts';

// Where no other way is set up, a request waits in the list, which is where the owner looks.
const LIST: Channel = { name: 'approvals-list', notify: async () => true };

/** Approvals on the store that all processes of the data folder share, with the channels of the settings. */
export function openApprovals(runtime: Runtime): Approvals {
  const { storage, clock, random, logger, trail } = runtime;
  const channels = openChannels(runtime);
  return createApprovals({
    store: storage.approvals,
    clock,
    random,
    logger,
    channels: channels.length === 0 ? [LIST] : channels,
    policy: {
      approvers: async () => [OWNER_APPROVER],
      record: recordAnswer(runtime),
      onAlert: ({ agentId, denials }) => {
        const sentence = `a person said no to the agent ${quoteUntrusted(agentId)} ${String(denials)} times within ten minutes`;
        const event = { type: 'anomaly.raised', session: actor('server', {}), agent: { id: agentId } } as const;
        const detail = { rule: 'approvals_denied', response: 'alert', sentence };
        void trail.record({ ...event, detail }).catch(() => logger.error({}, 'an alert could not be recorded'));
      },
    },
  });
}

// In the transaction that makes the answer count: there is no yes without its record.
function recordAnswer({ trail }: Runtime): RecordAnswer {
  return async ({ row, answer, approver, elapsedMs, callId }: Answered, append) => {
    const { channel, assurance, extent, session = actor('owner', {}) } = answer;
    const detail = {
      approval: row.id,
      digest: row.digest,
      tier: row.tier,
      approver: approver.id,
      channel,
      assurance,
      elapsed_ms: elapsedMs,
      ...(extent === undefined ? {} : { extent }),
      ...(answer.reason === undefined ? {} : { reason: answer.reason }),
    };
    await trail.recordThrough(append, {
      event: {
        type: answer.yes ? 'approval.approved' : 'approval.denied',
        call_id: callId,
        session,
        agent: { id: row.agentId },
        item: { id: row.itemId },
        detail,
      },
    });
  };
}
