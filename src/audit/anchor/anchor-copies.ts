import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import type { AuditStore } from '../store.ts';

const ANCHOR = 'trail_anchor';
const REACHED = 'trail_reached';
const OWNER = 'owner_public_key';
/** There from the migration of a folder that had an owner before there were anchors, until it has its own. */
const EARLIER_FORMAT = 'trail_earlier_format';

/** Named values beside the vaults. Those of `VaultStore` are. */
export interface AnchorMeta {
  readMeta(name: string): Promise<Uint8Array | undefined>;
  replaceMeta(values: ReadonlyMap<string, Uint8Array>): Promise<void>;
}

/** What the two databases say of the trail, unverified. */
export interface AnchorCopies {
  /** Beside the vaults. */
  readonly outside: Uint8Array | undefined;
  /** Beside the records. */
  readonly inside: Uint8Array | undefined;
  /** The newest checkpoint that the vaults know of, as text. */
  readonly reached: string | undefined;
  readonly owner: Uint8Array | undefined;
  /** True for a folder of a version without anchors, until its owner opens it. */
  readonly isEarlierFormat: boolean;
}

type Beside = Pick<AuditStore, 'readAnchor' | 'writeAnchor'>;

export async function readCopies(meta: AnchorMeta, store: Beside): Promise<AnchorCopies> {
  const [outside, reached, owner, earlier] = [
    await meta.readMeta(ANCHOR),
    await meta.readMeta(REACHED),
    await meta.readMeta(OWNER),
    await meta.readMeta(EARLIER_FORMAT),
  ];
  return {
    outside,
    inside: await store.readAnchor(),
    reached: reached === undefined ? undefined : new TextDecoder().decode(reached),
    owner,
    isEarlierFormat: earlier !== undefined && earlier.byteLength > 0,
  };
}

/** First beside the records: a crash in between leaves an anchor that the owner's next opening completes. */
export async function writeCopies(
  meta: AnchorMeta,
  store: Beside,
  { anchor, reached }: { readonly anchor: Uint8Array; readonly reached: SignedCheckpoint },
): Promise<void> {
  await store.writeAnchor(anchor);
  await meta.replaceMeta(
    new Map([
      [ANCHOR, anchor],
      [REACHED, new TextEncoder().encode(reached.note)],
      [EARLIER_FORMAT, new Uint8Array()],
    ]),
  );
}

export async function writeReached(meta: AnchorMeta, { note }: SignedCheckpoint): Promise<void> {
  await meta.replaceMeta(new Map([[REACHED, new TextEncoder().encode(note)]]));
}
