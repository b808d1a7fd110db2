import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { KeywardError } from '../../core/index.ts';

/** The certificates of a private authority, in PEM. Throws `CONFIG_INVALID` when the file does not hold one, or holds more. */
export async function readAuthority(path: string): Promise<string> {
  const pem = (await readText(path)).trim();
  // Bindings are shown to people and recorded: a key that stands beside its certificate must not come along.
  if (pem.includes('PRIVATE KEY')) throw noAuthority('--tls-ca names a file that holds a private key');
  try {
    void new X509Certificate(pem);
  } catch (cause) {
    throw noAuthority('--tls-ca names a file that holds no certificate in PEM', cause);
  }
  return pem;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw noAuthority('--tls-ca names a file that cannot be read', cause);
  }
}

function noAuthority(message: string, cause?: unknown): KeywardError {
  return new KeywardError('CONFIG_INVALID', message, { cause, hint: 'give the certificate of the authority alone' });
}
