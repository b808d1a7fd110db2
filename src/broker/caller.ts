import type { Principal } from '../identity/index.ts';
import type { SecretStore } from '../secrets/index.ts';

export type Identified =
  | { readonly kind: 'agent'; readonly principal: Principal; readonly store: SecretStore }
  | { readonly kind: 'refused'; readonly reason: string };

/** Who is asking. Asked anew on every call, so that a revoked agent is refused on its next one. */
export interface Caller {
  identify(): Promise<Identified>;
}
