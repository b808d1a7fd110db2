import type { Owner } from './owner.ts';
import { bodyOf, readToken } from './statements.ts';
import type { TokenChange, TokenRow } from './store.ts';

/**
 * The change by which a token ends at that moment: its statement, signed anew with the earlier end, so that the
 * end is the owner's word and no column. Nothing for a token that ends before anyway.
 */
export function endingAt(row: TokenRow, owner: Owner, at: number): readonly TokenChange[] {
  const said = readToken(row, owner.publicKey);
  if (said === undefined || said.expires_at <= at) return [];
  const after = owner.sign({ ...bodyOf(row), kind: said.kind, expires_at: at });
  return [{ tokenId: row.id, before: row.statement, after }];
}
