import { z } from 'zod';
import { recordChange } from '../../audit/index.ts';
import { KeywardError, newId } from '../../core/index.ts';
import { brokenLimit, identifyHook } from '../../identity/index.ts';
import { defineCommand } from '../define-command.ts';
import { operatorSession } from '../owner/session.ts';
import { withRuntime } from '../owner/with-owner.ts';

export const agentDeprovision = defineCommand({
  about: [
    'Delete the agent that the token in KEYWARD_SERVICE_ACCOUNT_TOKEN is for, made by `keyward agent token --deprovision`.',
    'For the hook at the end of a job: it needs no owner key, and that token can do nothing else.',
  ].join('\n'),
  examples: ['keyward agent deprovision'],
  input: z.object({}),
  run: async (_input, context) =>
    withRuntime(context, async ({ config, storage, trail, clock, random }) => {
      const token = config.serviceAccountToken;
      if (token === undefined) throw new KeywardError('CONFIG_INVALID', 'KEYWARD_SERVICE_ACCOUNT_TOKEN is not set');
      const hook = await identifyHook({ store: storage.identity, clock }, token);
      if (hook.kind === 'refused') throw new KeywardError(hook.code, hook.reason);
      const { agentId: id, agentName: name, tokenId: token_id, limits } = hook;
      const session = { ...operatorSession(config, random), principal: { kind: 'agent', id, name, token_id } } as const;
      const broken = brokenLimit(limits, session);
      if (broken !== undefined) throw new KeywardError('IDENTITY_NOT_PERMITTED', broken.reason);
      await recordChange(
        trail,
        { type: 'agent.deleted', call_id: newId(random), session, agent: { id, name } },
        { change: () => storage.identity.deleteAgent(id) },
      );
      return { json: { id, name, deleted: true }, text: [`deleted the agent ${name}`] };
    }),
});
