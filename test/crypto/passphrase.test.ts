import { describe, expect, it } from 'vitest';
import { STRETCH_PARAMS, stretchPassphrase } from '../../src/crypto/index.ts';
import { toHex } from '../support/hex.ts';

const passphrase = new TextEncoder().encode('correct horse battery staple');
const salt = new TextEncoder().encode('0123456789abcdef');

describe('stretchPassphrase', () => {
  it('is scrypt, as Python computes it', async () => {
    const key = await stretchPassphrase({ passphrase, salt, params: { n: 2 ** 15, r: 8, p: 1 } });
    expect(toHex(key)).toBe('f6b71517e0d9f2e53beeacf71ffbf6f7e9f683c73cefb00e0915d242f0bf7ecd');
  });

  it('costs by default what OWASP asks for', () => {
    expect(STRETCH_PARAMS).toEqual({ n: 131072, r: 8, p: 1 });
  });

  it.each([
    { name: 'too little work', params: { n: 2 ** 14, r: 8, p: 1 } },
    { name: 'more memory than a gibibyte', params: { n: 2 ** 21, r: 8, p: 1 } },
    { name: 'an n that is no power of two', params: { n: 2 ** 17 + 1, r: 8, p: 1 } },
    { name: 'another block size', params: { n: 2 ** 17, r: 64, p: 1 } },
    { name: 'no lane', params: { n: 2 ** 17, r: 8, p: 0 } },
    { name: 'too many lanes', params: { n: 2 ** 17, r: 8, p: 1000 } },
    { name: 'a fraction', params: { n: 2 ** 17, r: 8, p: 1.5 } },
    { name: 'no number', params: { n: Number.NaN, r: 8, p: 1 } },
  ])('refuses $name before doing any work', async ({ params }) => {
    await expect(stretchPassphrase({ passphrase, salt, params })).rejects.toMatchObject({
      code: 'VAULT_UNLOCK_FAILED',
    });
  });

  it('refuses a short salt', async () => {
    const short = stretchPassphrase({ passphrase, salt: salt.subarray(1) });
    await expect(short).rejects.toMatchObject({ code: 'VAULT_UNLOCK_FAILED' });
  });
});
