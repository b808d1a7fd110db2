import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { KeywardError, SecretValue, type Random } from '../../core/index.ts';
import { revealText } from '../../core/hazmat.ts';
import { sshKeyParts, type SshKeyParts } from './ssh-key-parts.ts';
import { sshString, sshUint32 } from './ssh-wire.ts';

const OPENSSH_LABEL = 'OPENSSH PRIVATE KEY';
const BLOCK_BYTES = 8;
const LINE_LENGTH = 70;

export interface PrivateKeyInput {
  /** PEM: PKCS#8, PKCS#1, SEC 1, or OpenSSH's own, which is given back as it is. */
  readonly value: SecretValue;
  /** Stands in the key; `ssh-add -l` shows it. */
  readonly comment: string;
  readonly random: Random;
}

/**
 * The private key in the format of OpenSSH (PROTOCOL.key: `openssh-key-v1`), without a passphrase.
 *
 * Throws `ITEM_FIELD_UNUSABLE` for what is not an Ed25519, RSA or NIST-curve private key, or is encrypted.
 */
export function openSshPrivateKey({ value, comment, random }: PrivateKeyInput): SecretValue {
  const pem = textOf(value);
  if (pem.includes(`-----BEGIN ${OPENSSH_LABEL}-----`)) return value;
  return SecretValue.fromText(encodeOpenSsh({ parts: partsOf(pem), comment, random }));
}

export interface NewSshKey {
  /** PKCS#8, PEM. */
  readonly privateKey: SecretValue;
  /** As it goes into `authorized_keys`. */
  readonly publicKey: string;
}

const RSA_BITS = 4_096;

/** Make a key pair. */
export function generateSshKey(kind: 'ed25519' | 'rsa', comment: string): NewSshKey {
  const { privateKey } =
    kind === 'ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const { type, publicBlob } = partsOf(pem);
  return {
    privateKey: SecretValue.fromText(pem.toString()),
    publicKey: `${type} ${publicBlob.toString('base64')} ${comment}`,
  };
}

interface Encoding {
  readonly parts: SshKeyParts;
  readonly comment: string;
  readonly random: Random;
}

function encodeOpenSsh({ parts, comment, random }: Encoding): string {
  // Twice the same number shows a program that decrypts a key that it is the right passphrase; here there is none.
  const check = random(4);
  const secrets = Buffer.concat([check, check, parts.privatePart, sshString(comment)]);
  const padding = Uint8Array.from(
    { length: (BLOCK_BYTES - (secrets.length % BLOCK_BYTES)) % BLOCK_BYTES },
    (_, index) => index + 1,
  );
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    sshUint32(1),
    sshString(parts.publicBlob),
    sshString(Buffer.concat([secrets, padding])),
  ]);
  const lines = whole.toString('base64').match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g')) ?? [];
  return [`-----BEGIN ${OPENSSH_LABEL}-----`, ...lines, `-----END ${OPENSSH_LABEL}-----`, ''].join('\n');
}

function partsOf(pem: string | Buffer): SshKeyParts {
  const parts = sshKeyParts(parseKey(pem));
  if (parts === undefined) throw unusable('the field holds a kind of key that SSH does not have');
  return parts;
}

function parseKey(pem: string | Buffer): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw unusable('the field does not hold a private key in PEM that can be read without a passphrase');
  }
}

function textOf(value: SecretValue): string {
  try {
    return revealText(value);
  } catch {
    throw unusable('the field does not hold a private key in PEM');
  }
}

function unusable(message: string): KeywardError {
  return new KeywardError('ITEM_FIELD_UNUSABLE', message);
}
