import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { boxKeyPair, openSealed, ready, sealTo } from '../../src/crypto/index.ts';
import { flipBit, fromHex, toHex } from '../support/hex.ts';
import { hsalsa20 } from '../support/hsalsa20.ts';
import { wycheproof } from '../support/wycheproof.ts';

beforeAll(ready);

const vectors = wycheproof('x25519', {
  tcId: z.number(),
  flags: z.array(z.string()),
  public: z.string(),
  private: z.string(),
  shared: z.string(),
});

const message = new TextEncoder().encode('vault key');

// A sealed box built from the vector's shared secret, without libsodium's own key exchange.
function boxFromShared(ephemeral: Uint8Array, recipient: Uint8Array, shared: Uint8Array): Uint8Array {
  const nonce = sodium.crypto_generichash(24, Buffer.concat([ephemeral, recipient]), null);
  const key = hsalsa20(shared);
  return Buffer.concat([ephemeral, sodium.crypto_secretbox_easy(message, nonce, key)]);
}

describe.skipIf(!vectors.present)(vectors.title, () => {
  it('openSealed reaches the shared secret of every vector, and refuses points that force it to zero', () => {
    expect(vectors.cases.length).toBeGreaterThan(500);
    for (const vector of vectors.cases) {
      const secretKey = fromHex(vector.private);
      const publicKey = sodium.crypto_scalarmult_base(secretKey);
      const sealed = boxFromShared(fromHex(vector.public), publicKey, fromHex(vector.shared));
      const expected = vector.flags.includes('ZeroSharedSecret') ? undefined : message;
      expect(openSealed({ publicKey, secretKey }, sealed), `tcId ${vector.tcId}`).toEqual(expected);
    }
  });
});

const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('sealTo and openSealed', () => {
  it('give the message back to the key it was sealed to, and to no other', () => {
    fc.assert(
      fc.property(seed, fc.uint8Array({ maxLength: 100 }), fc.nat(), (bytes, content, bit) => {
        const sealed = sealTo(boxKeyPair(bytes).publicKey, content);
        expect(openSealed(boxKeyPair(bytes), sealed)).toEqual(content);
        expect(openSealed(boxKeyPair(flipBit(bytes, bit)), sealed)).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it('refuse a turned bit and a box cut short', () => {
    const pair = boxKeyPair(new Uint8Array(32));
    const sealed = sealTo(pair.publicKey, message);
    for (let bit = 0; bit < sealed.byteLength * 8; bit += 5) {
      // The highest bit of an X25519 public key is ignored by RFC 7748 section 5, but the nonce covers it.
      expect(openSealed(pair, flipBit(sealed, bit)), `bit ${bit}`).toBeUndefined();
    }
    expect(openSealed(pair, sealed.subarray(0, 47))).toBeUndefined();
    expect(openSealed(pair, new Uint8Array())).toBeUndefined();
  });

  it('derive the same pair from a seed for ever, because tokens hold only the seed', () => {
    const { publicKey } = boxKeyPair(Uint8Array.from({ length: 32 }, (_, index) => index));
    expect(toHex(publicKey)).toBe('4701d08488451f545a409fb58ae3e58581ca40ac3f7f114698cd71deac73ca01');
  });
});
