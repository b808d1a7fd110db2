import { join } from 'node:path';
import {
  actor,
  anchorTrail,
  checkAnchor,
  createAuditTrail,
  hasAuditKey,
  openAuditKey,
  type AnchorReport,
  type AuditTrail,
} from '../audit/index.ts';
import { silentLogger, type Clock, type Random } from '../core/index.ts';
import type { Signer } from '../crypto/index.ts';
import { openStorage, type Storage } from '../storage/index.ts';

export interface IdentityParts {
  readonly home: string;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly random: Random;
}

/** Whether the trail of a data folder is the one that its owner made it have. */
export interface TrailIdentity {
  /** As it was at the opening, or at the last call of `anchor`. */
  report(): AnchorReport;
  /** Make the trail there is this installation's, where it has none yet. Anything else stays as it is. */
  anchorFirst(owner: Signer): Promise<void>;
  /** Make the trail there is this installation's, whatever was before. */
  accept(owner: Signer): Promise<void>;
}

export async function openTrailIdentity(parts: IdentityParts): Promise<TrailIdentity> {
  let current = await readReport(parts);
  const accept = async (owner: Signer): Promise<void> => {
    const { storage, home: folder, random } = parts;
    const key = await openAuditKey({ folder, random });
    await anchorTrail({ store: storage.audit, meta: storage.vaults, key }, owner);
    current = await readReport(parts);
  };
  return {
    report: () => current,
    accept,
    async anchorFirst(owner) {
      if (current.kind === 'none') await accept(owner);
    },
  };
}

async function readReport({ home, storage, random }: IdentityParts): Promise<AnchorReport> {
  const auditKey = (await hasAuditKey(home)) ? (await openAuditKey({ folder: home, random })).publicKey : undefined;
  return checkAnchor({
    store: storage.audit,
    meta: storage.vaults,
    auditKey,
    ownCheckpoints: join(home, 'checkpoints'),
  });
}

const RULE = 'trail_rolled_back';
const RECENT_ALARMS = 50;

/** Record that the trail is not what it was, once for each way in which it is not. */
export async function raiseTrailAlarm(trail: AuditTrail, fault: string, explanation: string): Promise<void> {
  const recent = await trail.list({ types: ['anomaly.raised'], limit: RECENT_ALARMS });
  if (recent.some(({ detail }) => JSON.stringify(detail ?? null).includes(explanation))) return;
  const detail = { rule: RULE, fault, sentence: explanation };
  await trail.record({ type: 'anomaly.raised', session: actor('server', {}), detail });
}

/** The same where the files that this process has open are no longer those of the folder: into what lies there now. */
export async function raiseReplacedAlarm({ home, clock, random }: Omit<IdentityParts, 'storage'>): Promise<void> {
  const storage = await openStorage({ folder: home, logger: silentLogger });
  try {
    const trail = createAuditTrail({ store: storage.audit, clock, random, logger: silentLogger });
    await raiseTrailAlarm(trail, 'replaced', 'a database file was moved or replaced under a running server');
    await trail.close();
  } finally {
    await storage.close();
  }
}
