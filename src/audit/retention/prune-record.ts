import type { JsonObject } from '../../core/index.ts';
import { openCheckpoint, parseCheckpoint, signCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.ts';
import type { NoteSigner } from '../checkpoint/audit-key.ts';
import { readPeaks } from '../checkpoint/checkpoint-record.ts';
import { toBase64 } from '../checkpoint/signed-note.ts';
import { makeVerifierKey, type VerifierKey } from '../checkpoint/verifier-key.ts';
import { textAt } from '../json-access.ts';
import type { AuditRecord } from '../record.ts';
import { frontierRoot, makeFrontier } from '../tree/frontier.ts';
import { sameHash } from '../tree/tree-hash.ts';
import type { TreeState } from '../tree/tree-state.ts';

/** A checkpoint under this name says that the records it covers were taken away on purpose. */
const PRUNED = '/pruned';

/** `detail` of an `audit.pruned` record: the signed statement, and what it takes to verify what remains. */
export function pruneDetail(origin: string, { frontier, lastHash }: TreeState, signer: NoteSigner): JsonObject {
  const statement = { origin: `${origin}${PRUNED}`, size: frontier.size, root: frontierRoot(frontier) };
  const { note } = signCheckpoint(statement, signer);
  return { through: frontier.size, note, last_hash: lastHash, peaks: frontier.peaks.map(toBase64) };
}

/**
 * Where a pruned trail begins, from such a record. Undefined unless the statement in it is signed by one of
 * these keys and the peaks give its root. Without keys nothing is checked but the form.
 */
export function readPruneRecord(record: AuditRecord, keys: readonly VerifierKey[] | undefined): TreeState | undefined {
  if (record.type !== 'audit.pruned') return undefined;
  const statement = openStatement(textAt(record, 'detail', 'note') ?? '', keys);
  const lastHash = textAt(record, 'detail', 'last_hash');
  const frontier = statement === undefined ? undefined : makeFrontier(statement.size, readPeaks(record));
  if (statement === undefined || frontier === undefined || lastHash === undefined) return undefined;
  return sameHash(frontierRoot(frontier), statement.root) ? { frontier, lastHash } : undefined;
}

function openStatement(note: string, keys: readonly VerifierKey[] | undefined): Checkpoint | undefined {
  if (keys === undefined) return parseCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  const logs = keys.filter(({ kind }) => kind === 'log');
  return openCheckpoint(
    note,
    logs.map(({ name, publicKey }) => makeVerifierKey(`${name}${PRUNED}`, 'log', publicKey)),
  );
}
