import { X509Certificate } from 'node:crypto';

/**
 * The SHA-256 fingerprint of the first certificate in a PEM text, as `openssl x509 -fingerprint -sha256` shows it.
 * Undefined for other texts, and for one that holds a private key: bindings are shown and recorded.
 */
export function certificateFingerprint(pem: string): string | undefined {
  if (!pem.startsWith('-----BEGIN CERTIFICATE-----') || pem.includes('PRIVATE KEY')) return undefined;
  try {
    return new X509Certificate(pem).fingerprint256;
  } catch {
    return undefined;
  }
}
