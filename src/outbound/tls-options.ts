import { createHash, X509Certificate } from 'node:crypto';
import { checkServerIdentity, type PeerCertificate, type SecureVersion } from 'node:tls';
import { KeywardError } from '../core/index.ts';

/** What the owner demands of a server's certificate, beyond the public authorities. */
export interface TlsDemands {
  /** PEM. When set, only this authority is believed, and the public ones are not. */
  readonly ca?: string | undefined;
  /** `sha256/BASE64` of the server's own public key (SPKI). One match is enough. */
  readonly pins?: readonly string[] | undefined;
  /** What we show the server about ourselves, PEM. */
  readonly client?: { readonly cert: string; readonly key: string } | undefined;
}

export interface TlsOptions {
  readonly minVersion: SecureVersion;
  readonly rejectUnauthorized: true;
  readonly checkServerIdentity: (host: string, certificate: PeerCertificate) => Error | undefined;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/**
 * TLS settings of every connection, all explicit: `rejectUnauthorized` left to its default would
 * follow NODE_TLS_REJECT_UNAUTHORIZED.
 */
export function tlsOptions({ ca, pins = [], client }: TlsDemands = {}): TlsOptions {
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    checkServerIdentity: (host, certificate) => checkServerIdentity(host, certificate) ?? checkPins(certificate, pins),
    ...(ca === undefined ? {} : { ca }),
    ...client,
  };
}

/** `sha256/BASE64` over a certificate's public key (SPKI, RFC 7469 section 2.4): the text of a pin. */
export function spkiPin(certificate: X509Certificate): string {
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' });
  return `sha256/${createHash('sha256').update(spki).digest('base64')}`;
}

function checkPins(certificate: PeerCertificate, pins: readonly string[]): Error | undefined {
  if (pins.length === 0 || pins.includes(spkiPin(new X509Certificate(certificate.raw)))) return undefined;
  return new KeywardError('OUTBOUND_TLS_FAILED', "the server's key is not one the owner pinned");
}
