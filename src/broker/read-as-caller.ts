import { newId } from '../core/index.ts';
import type { Principal } from '../identity/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';
import { identifyCaller } from './identify-caller.ts';
import { auditCode, refusal, refusalFromError, type Refusal } from './outcome.ts';
import { recordEvent } from './record-event.ts';

export interface Reading {
  readonly callId: string;
  readonly principal: Principal;
  readonly store: SecretStore;
}

/**
 * Let an identified caller look at what it may use. A caller that cannot be identified, and any failure, becomes a
 * refusal and a record. Never throws; `look` makes its own record of what it showed.
 */
export async function readAsCaller<T>(
  deps: BrokerDeps,
  context: CallContext,
  look: (reading: Reading) => Promise<T>,
): Promise<T | Refusal> {
  const callId = newId(deps.random);
  try {
    const identified = await identifyCaller(deps, context);
    if (identified.kind === 'agent') return await look({ ...identified, callId });
    const { code, principal } = identified;
    const outcome = { result: 'denied', code } as const;
    await recordEvent(deps.trail, { callId, context, principal }, { type: 'items.listed', outcome });
    return refusal(callId, identified);
  } catch (error) {
    deps.logger.error({ call_id: callId, code: auditCode(error) }, 'items could not be shown');
    return refusalFromError(callId, error);
  }
}
