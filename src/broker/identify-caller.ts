import type { ErrorCode } from '../core/index.ts';
import { brokenLimit, type Principal } from '../identity/index.ts';
import type { SecretStore } from '../secrets/index.ts';
import type { BrokerDeps } from './broker-deps.ts';
import type { CallContext } from './call-context.ts';

export type IdentifiedCaller =
  | { readonly kind: 'agent'; readonly principal: Principal; readonly store: SecretStore }
  | {
      readonly kind: 'refused';
      readonly code: ErrorCode;
      readonly reason: string;
      /** Known when the agent itself is fine, and only may not be used from there. */
      readonly principal?: Principal;
    };

/** Who is asking, and whether the owner lets that agent be used from where it is asked. */
export async function identifyCaller(
  { caller }: Pick<BrokerDeps, 'caller'>,
  { session }: Pick<CallContext, 'session'>,
): Promise<IdentifiedCaller> {
  const identified = await caller.identify();
  if (identified.kind === 'refused') {
    return { kind: 'refused', code: 'IDENTITY_TOKEN_INVALID', reason: identified.reason };
  }
  const { principal } = identified;
  const broken = brokenLimit(principal.limits, session);
  if (broken === undefined) return identified;
  return { kind: 'refused', code: 'IDENTITY_NOT_PERMITTED', reason: broken.reason, principal };
}
