import type { Approvals } from '../approval/index.ts';
import type { AuditTrail, Fingerprinter } from '../audit/index.ts';
import type { Clock, Logger, Random } from '../core/index.ts';
import type { Outbound } from '../outbound/index.ts';
import type { ScrubPool } from '../redaction/index.ts';
import type { Caller } from './caller.ts';
import type { UsageHistory } from './usage-history.ts';

/** Everything the journey touches that has a side effect. */
export interface BrokerDeps {
  readonly caller: Caller;
  readonly trail: AuditTrail;
  readonly outbound: Outbound;
  /** Asks people, and gives out each yes once. */
  readonly approvals: Pick<Approvals, 'ask' | 'status' | 'spend'>;
  /** Resolves after `ms`, or when the signal is aborted. Default: by the clock of this machine. */
  readonly sleep?: ((ms: number, signal: AbortSignal) => Promise<unknown>) | undefined;
  /** Where large answers are scrubbed. Default: on the thread that serves. */
  readonly scrubPool?: ScrubPool | undefined;
  readonly usage: UsageHistory;
  /** Marks sensitive text in records, so that it can be searched for and not read. Default: it leaves no mark. */
  readonly fingerprint?: Fingerprinter | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
}
