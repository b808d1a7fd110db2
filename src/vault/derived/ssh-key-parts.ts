import type { JsonWebKey, KeyObject } from 'node:crypto';
import { sshMpint, sshString } from './ssh-wire.ts';

/** A key as SSH has it: name of its type, public blob (RFC 4253 section 6.6), and the private part without comment. */
export interface SshKeyParts {
  readonly type: string;
  readonly publicBlob: Buffer;
  readonly privatePart: Buffer;
}

const CURVES: ReadonlyMap<string, { readonly name: string; readonly byteLength: number }> = new Map([
  ['P-256', { name: 'nistp256', byteLength: 32 }],
  ['P-384', { name: 'nistp384', byteLength: 48 }],
  ['P-521', { name: 'nistp521', byteLength: 66 }],
]);

/** `undefined` for a kind of key that SSH does not have. */
export function sshKeyParts(key: KeyObject): SshKeyParts | undefined {
  const read = READERS[key.asymmetricKeyType ?? ''];
  return read?.(key.export({ format: 'jwk' }));
}

const READERS: Readonly<Record<string, (jwk: JsonWebKey) => SshKeyParts | undefined>> = {
  ed25519: ed25519Parts,
  rsa: rsaParts,
  ec: ecParts,
};

// RFC 8709; the private part is the seed followed by the public key.
function ed25519Parts(jwk: JsonWebKey): SshKeyParts {
  const [seed, point] = [bytesOf(jwk.d), bytesOf(jwk.x)];
  const type = sshString('ssh-ed25519');
  return {
    type: 'ssh-ed25519',
    publicBlob: Buffer.concat([type, sshString(point)]),
    privatePart: Buffer.concat([type, sshString(point), sshString(Buffer.concat([seed, point]))]),
  };
}

function rsaParts(jwk: JsonWebKey): SshKeyParts {
  const mpint = (text: string | undefined): Buffer => sshMpint(bytesOf(text));
  const type = sshString('ssh-rsa');
  return {
    type: 'ssh-rsa',
    publicBlob: Buffer.concat([type, mpint(jwk.e), mpint(jwk.n)]),
    privatePart: Buffer.concat([type, ...[jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map(mpint)]),
  };
}

// RFC 5656 section 3.1; the point is uncompressed (SEC 1 section 2.3.3).
function ecParts(jwk: JsonWebKey): SshKeyParts | undefined {
  const curve = CURVES.get(jwk.crv ?? '');
  if (curve === undefined) return undefined;
  const type = `ecdsa-sha2-${curve.name}`;
  const coordinate = (text: string | undefined): Buffer => {
    const bytes = bytesOf(text);
    return Buffer.concat([Buffer.alloc(curve.byteLength - bytes.length), bytes]);
  };
  const point = Buffer.concat([Buffer.of(4), coordinate(jwk.x), coordinate(jwk.y)]);
  const publicBlob = Buffer.concat([sshString(type), sshString(curve.name), sshString(point)]);
  return { type, publicBlob, privatePart: Buffer.concat([publicBlob, sshMpint(bytesOf(jwk.d))]) };
}

function bytesOf(base64url: string | undefined): Buffer {
  return Buffer.from(base64url ?? '', 'base64url');
}
