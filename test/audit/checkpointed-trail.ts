import {
  type AuditKey,
  type Checkpointer,
  type SignedCheckpoint,
  type VerifierKey,
  createCheckpointer,
  logKey,
} from '../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../src/audit/checkpoint/audit-key.ts';
import { silentLogger } from '../../src/core/index.ts';
import { ready } from '../../src/crypto/index.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { fixture, intent, outcome, SESSION, type Fixture } from './trail-fixture.ts';

export interface CheckpointedTrail extends Fixture {
  readonly key: AuditKey;
  readonly checkpointer: Checkpointer;
  readonly notes: SignedCheckpoint[];
  /** The public key that checks this trail's checkpoints. */
  verifierKey(): VerifierKey;
  /** Two records for each call. */
  calls(count: number): Promise<void>;
  checkpoint(): Promise<void>;
  lines(): string[];
}

/** A trail with a checkpointer whose key is always the same. */
export async function checkpointedTrail(store: MemoryStore = createMemoryStore()): Promise<CheckpointedTrail> {
  await ready();
  const key = auditKeyFromSeed(new Uint8Array(32).fill(1));
  const base = fixture(store);
  const { trail, clock } = base;
  const checkpointer = createCheckpointer({ store, trail, clock, key, logger: silentLogger, session: SESSION });
  const notes: SignedCheckpoint[] = [];
  return {
    ...base,
    key,
    checkpointer,
    notes,
    verifierKey: () => logKey(JSON.parse(store.rows[0]?.record ?? '{}').chain, key.publicKey),
    async calls(count) {
      for (let index = 0; index < count; index += 1) {
        await trail.record(intent(`call${store.rows.length}`));
        await trail.record(outcome(`call${store.rows.length - 1}`));
        clock.advance(1_000);
      }
    },
    async checkpoint() {
      const made = await checkpointer.checkpoint();
      if (made !== undefined) notes.push(made);
    },
    lines: () => store.rows.map(({ record }) => record),
  };
}
