import { isId } from '../../core/index.ts';
import { verifyStatement, type SignedStatement, type Signer } from '../../crypto/index.ts';
import { isJsonObject, textAt, valueAt } from '../json-access.ts';
import { fromBase64, toBase64 } from '../checkpoint/signed-note.ts';

const KIND = 'trail';

/** Which trail belongs to an installation, as its owner says. */
export interface TrailAnchor {
  readonly chain: string;
  /** Signs the checkpoints of the trail. */
  readonly auditKey: Uint8Array;
  /** Who says so. */
  readonly owner: Uint8Array;
  /** Chains that were this installation's before, and that the owner gave up. */
  readonly earlier: readonly string[];
}

/** The anchor as it is kept, in both databases. */
export function signAnchor({ chain, auditKey, earlier }: Omit<TrailAnchor, 'owner'>, owner: Signer): Uint8Array {
  const body = { v: 1, kind: KIND, chain, audit_key: toBase64(auditKey), owner: toBase64(owner.publicKey), earlier };
  const { statement, signature } = owner.sign(body);
  return new TextEncoder().encode(JSON.stringify({ statement: toBase64(statement), signature: toBase64(signature) }));
}

/** Read an anchor. Undefined unless the owner that it names signed it, and `owner` is that owner where it is given. */
export function openAnchor(bytes: Uint8Array, owner: Uint8Array | undefined): TrailAnchor | undefined {
  const signed = readSigned(bytes);
  const body = signed === undefined ? undefined : parse(signed.statement);
  if (signed === undefined || !isJsonObject(body) || body['kind'] !== KIND || body['v'] !== 1) return undefined;
  const [chain, earlier] = [textAt(body, 'chain'), valueAt(body, 'earlier')];
  const [auditKey, named] = [textAt(body, 'audit_key'), textAt(body, 'owner')].map((text) => fromBase64(text ?? ''));
  if (chain === undefined || !isId(chain) || auditKey === undefined || named === undefined) return undefined;
  if (owner !== undefined && Buffer.compare(owner, named) !== 0) return undefined;
  if (!Array.isArray(earlier) || !verifyStatement(signed, named)) return undefined;
  return { chain, auditKey, owner: named, earlier: earlier.filter((id): id is string => typeof id === 'string') };
}

function readSigned(bytes: Uint8Array): SignedStatement | undefined {
  const value = parse(bytes);
  if (!isJsonObject(value)) return undefined;
  const statement = fromBase64(textAt(value, 'statement') ?? '');
  const signature = fromBase64(textAt(value, 'signature') ?? '');
  return statement === undefined || signature === undefined ? undefined : { statement, signature };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
