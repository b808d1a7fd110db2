import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createSigner, ready, sign, signKeyPair, verify, verifyStatement } from '../../src/crypto/index.ts';
import { flipBit, fromHex, toHex } from '../support/hex.ts';
import { wycheproof } from '../support/wycheproof.ts';

beforeAll(ready);

const vectors = wycheproof('ed25519', {
  tcId: z.number(),
  publicKey: z.object({ pk: z.string() }),
  msg: z.string(),
  sig: z.string(),
  result: z.enum(['valid', 'invalid']),
});

describe.skipIf(!vectors.present)(vectors.title, () => {
  it('are judged as they should be, malleable and malformed signatures included', () => {
    expect(vectors.cases.length).toBeGreaterThan(150);
    for (const { tcId, publicKey, msg, sig, result } of vectors.cases) {
      const valid = verify(fromHex(msg), fromHex(sig), fromHex(publicKey.pk));
      expect(valid, `tcId ${tcId}`).toBe(result === 'valid');
    }
  });
});

const keys = (): ReturnType<typeof signKeyPair> => signKeyPair(new Uint8Array(32).fill(7));

describe('sign and verify', () => {
  it('agree on the first test of RFC 8032 section 7.1', () => {
    const pair = signKeyPair(fromHex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'));
    expect(toHex(pair.publicKey)).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    expect(toHex(sign(new Uint8Array(), pair.secretKey))).toBe(
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    );
  });

  it('say no to malformed keys and signatures instead of throwing', () => {
    const { publicKey, secretKey } = keys();
    const message = fromHex('00');
    const signature = sign(message, secretKey);
    expect(verify(message, signature, publicKey)).toBe(true);
    expect(verify(message, signature.subarray(1), publicKey)).toBe(false);
    expect(verify(message, signature, publicKey.subarray(1))).toBe(false);
    expect(verify(message, new Uint8Array(), new Uint8Array())).toBe(false);
  });
});

describe('signed statements', () => {
  it('verify under the key that signed them, whatever order the members were given in', () => {
    const { publicKey, secretKey } = keys();
    const signer = createSigner({ publicKey, secretKey });
    const signed = signer.sign({ kind: 'vault', b: 1, a: [true, null] });
    expect(new TextDecoder().decode(signed.statement)).toBe('{"a":[true,null],"b":1,"kind":"vault"}');
    expect(verifyStatement(signed, publicKey)).toBe(true);
    expect(signer.sign({ a: [true, null], b: 1, kind: 'vault' })).toEqual(signed);
  });

  it('do not verify when a bit of statement or signature is turned, or under another key', () => {
    const signer = createSigner(keys());
    const signed = signer.sign({ kind: 'vault', id: 'abc' });
    for (let bit = 0; bit < signed.statement.byteLength * 8; bit += 7) {
      expect(verifyStatement({ ...signed, statement: flipBit(signed.statement, bit) }, signer.publicKey)).toBe(false);
    }
    for (let bit = 0; bit < 512; bit += 7) {
      expect(verifyStatement({ ...signed, signature: flipBit(signed.signature, bit) }, signer.publicKey)).toBe(false);
    }
    expect(verifyStatement(signed, signKeyPair(new Uint8Array(32)).publicKey)).toBe(false);
  });

  it('are no bare signatures: bytes signed for another purpose are never a statement', () => {
    const { publicKey, secretKey } = keys();
    const statement = new TextEncoder().encode('{"kind":"vault"}');
    expect(verifyStatement({ statement, signature: sign(statement, secretKey) }, publicKey)).toBe(false);
  });
});
