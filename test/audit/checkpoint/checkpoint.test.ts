import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type AuditKey,
  formatVerifierKey,
  logKey,
  makeVerifierKey,
  parseVerifierKey,
} from '../../../src/audit/index.ts';
import { auditKeyFromSeed } from '../../../src/audit/checkpoint/audit-key.ts';
import { openCheckpoint, signCheckpoint } from '../../../src/audit/checkpoint/checkpoint.ts';
import { cosign, witnessesOf } from '../../../src/audit/checkpoint/cosignature.ts';
import { formatNote, formatSignature, parseNote } from '../../../src/audit/checkpoint/signed-note.ts';
import { leafHash } from '../../../src/audit/tree/tree-hash.ts';
import { ready } from '../../../src/crypto/index.ts';

// The example of c2sp.org/tlog-cosignature: key ids and layout made elsewhere.
const EXAMPLE = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u2014 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
`;
// The example of c2sp.org/signed-note: a verifier key and its name.
const EXAMPLE_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const EXAMPLE_NOTE = `If you think cryptography is the answer to your problem,
then you don't know what your problem is.

\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
`;

let key: AuditKey;
let other: AuditKey;

beforeAll(async () => {
  await ready();
  key = auditKeyFromSeed(new Uint8Array(32).fill(1));
  other = auditKeyFromSeed(new Uint8Array(32).fill(2));
});

const checkpoint = { origin: 'keyward-audit/chain', size: 7, root: leafHash('root') };

describe('a signed note', () => {
  it('is read and written as the examples of the specification are', () => {
    for (const text of [EXAMPLE, EXAMPLE_NOTE]) {
      const note = parseNote(text);
      expect(note === undefined ? '' : formatNote(note)).toBe(text);
    }
  });

  it('has the key id and the line of the specification for a known key', () => {
    const known = parseVerifierKey(EXAMPLE_KEY);
    expect(formatVerifierKey(known)).toBe(EXAMPLE_KEY);
    expect(parseNote(EXAMPLE_NOTE)?.signatures[0]?.keyId).toEqual(known.keyId);
  });

  it.each([
    ['without signature', 'a\n\n'],
    ['without blank line', 'a\n\u2014 n AAAAAAAA\n'],
    ['with text after the signatures', `${EXAMPLE}more`],
    ['with a control character', EXAMPLE.replace('2', '\r2')],
    ['with base64 that is not canonical', EXAMPLE.replace('YQ8=', 'YQ9=')],
    ['with a hyphen for a dash', EXAMPLE.replace('\u2014', '-')],
    ['with half a character', `\ud800${EXAMPLE}`],
  ])('%s is none', (_case, text) => {
    expect(parseNote(text)).toBeUndefined();
  });

  it.each(['', 'name', EXAMPLE_KEY.replace('c74f', 'c74e'), EXAMPLE_KEY.replace('ARpc', 'AhpC'), `${EXAMPLE_KEY}x`])(
    'has no verifier key that reads %j',
    (line) => {
      expect(() => parseVerifierKey(line)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
    },
  );
});

describe('a checkpoint', () => {
  it('is three lines and a signature, and opens with the key of its trail', () => {
    const signed = signCheckpoint(checkpoint, key);
    expect(signed.note).toMatch(
      /^keyward-audit\/chain\n7\n[A-Za-z0-9+/]{43}=\n\n\u2014 keyward-audit\/chain [A-Za-z0-9+/=]+\n$/,
    );
    expect(openCheckpoint(signed.note, [logKey('chain', key.publicKey)])).toEqual(signed);
  });

  it('does not open with another key, for another trail, or changed in any byte', () => {
    const { note } = signCheckpoint(checkpoint, key);
    const mine = [logKey('chain', key.publicKey)];
    expect(openCheckpoint(note, [logKey('chain', other.publicKey)])).toBeUndefined();
    expect(openCheckpoint(note, [logKey('elsewhere', key.publicKey)])).toBeUndefined();
    expect(openCheckpoint(note, [])).toBeUndefined();
    fc.assert(
      fc.property(fc.nat({ max: note.length - 1 }), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const changed = note.slice(0, at) + String.fromCharCode(code) + note.slice(at + 1);
        fc.pre(changed !== note);
        expect(openCheckpoint(changed, mine)).toBeUndefined();
      }),
    );
  });

  it('does not open when a false signature under the right name stands beside the true one', () => {
    const { note } = signCheckpoint(checkpoint, key);
    const { keyId } = logKey('chain', key.publicKey);
    const fake = formatSignature({ name: checkpoint.origin, keyId, signature: new Uint8Array(64) });
    expect(openCheckpoint(note + fake, [logKey('chain', key.publicKey)])).toBeUndefined();
  });

  it('has no extension lines: they could not be checked', () => {
    const text = `keyward-audit/chain\n7\n${Buffer.from(checkpoint.root).toString('base64')}\nmore\n`;
    const { name, keyId } = logKey('chain', key.publicKey);
    const note = formatNote({ text, signatures: [{ name, keyId, signature: key.sign(Buffer.from(text)) }] });
    expect(openCheckpoint(note, [logKey('chain', key.publicKey)])).toBeUndefined();
  });
});

describe('a cosignature', () => {
  it('names the witness and its time, and opens only with its key', () => {
    const signed = signCheckpoint(checkpoint, key);
    const text = signed.note.slice(0, signed.note.indexOf('\n\n') + 1);
    const note = signed.note + formatSignature(cosign(text, 1_790_000_000, { name: 'witness.test/w1', signer: other }));
    const witness = makeVerifierKey('witness.test/w1', 'witness', other.publicKey);
    expect(witnessesOf(note, [witness])).toEqual([{ name: 'witness.test/w1', atSeconds: 1_790_000_000 }]);
    expect(witnessesOf(note, [makeVerifierKey('witness.test/w1', 'witness', key.publicKey)])).toEqual([]);
    expect(openCheckpoint(note, [logKey('chain', key.publicKey)])).toMatchObject({ size: 7 });
  });

  it('counts for nothing under another checkpoint', () => {
    const line = formatSignature(cosign('other\n1\nx\n', 1, { name: 'w', signer: other }));
    const note = signCheckpoint(checkpoint, key).note + line;
    expect(witnessesOf(note, [makeVerifierKey('w', 'witness', other.publicKey)])).toEqual([]);
  });
});
