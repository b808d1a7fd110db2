import { crc32 } from 'node:zlib';

/** The checksum of a published token format. */
export interface Checksum {
  readonly holds: (token: string) => boolean;
  /** The same token with its checksum set right. */
  readonly seal: (token: string) => string;
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** GitHub and npm: CRC-32 of the random part, in base62, padded with zeros to the last six characters. */
export const crc32Base62 = (prefixLength: number): Checksum =>
  endsWith(6, (rest) => toBase62(crc32(rest.slice(prefixLength))));

/** Atlassian: CRC-32 of everything before, in upper-case hex, the last eight characters. */
export const crc32UpperHex: Checksum = endsWith(8, (rest) => hexOf(crc32(rest)).toUpperCase());

/** Atlassian's longer tokens have a `=` before it, which not every issuer of theirs counts in. */
export const atlassianChecksum: Checksum = {
  ...crc32UpperHex,
  holds: (token) => crc32UpperHex.holds(token) || token.endsWith(hexOf(crc32(token.slice(0, -9))).toUpperCase()),
};

/** Cloudflare: CRC-32 of the random part, in lower-case hex, the last eight characters. */
export const crc32Hex = (prefixLength: number): Checksum =>
  endsWith(8, (rest) => hexOf(crc32(rest.slice(prefixLength))));

/** Grafana: CRC-32 of everything before the last underscore, least significant byte first, in hex. */
export const crc32HexReversed: Checksum = endsWith(8, (rest) => bytesOf(crc32(rest.slice(0, -1))).toString('hex'));

/** Confluent: CRC-32 of the random part, least significant byte first, in base64 without its padding. */
export const crc32Base64 = (prefixLength: number): Checksum =>
  endsWith(6, (rest) =>
    bytesOf(crc32(rest.slice(prefixLength)))
      .toString('base64')
      .slice(0, 6),
  );

function endsWith(length: number, sumOf: (rest: string) => string): Checksum {
  const seal = (token: string): string => {
    const rest = token.slice(0, -length);
    return rest + sumOf(rest);
  };
  return { seal, holds: (token) => seal(token) === token };
}

function toBase62(value: number): string {
  let [rest, digits] = [value, ''];
  while (rest > 0) {
    digits = BASE62.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits.padStart(6, '0');
}

function hexOf(value: number): string {
  return value.toString(16).padStart(8, '0');
}

function bytesOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
