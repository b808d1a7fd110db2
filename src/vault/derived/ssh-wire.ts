/** Data of the SSH protocol, RFC 4251 section 5. */
export function sshString(data: Uint8Array | string): Buffer {
  const bytes = Buffer.from(data);
  return Buffer.concat([sshUint32(bytes.length), bytes]);
}

export function sshUint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A number that is not negative: no leading zero bytes but the one that keeps it from looking negative. */
export function sshMpint(bigEndian: Uint8Array): Buffer {
  let from = 0;
  while (from < bigEndian.length && bigEndian[from] === 0) from += 1;
  const digits = Buffer.from(bigEndian.subarray(from));
  const looksNegative = ((digits[0] ?? 0) & 0x80) !== 0;
  return sshString(looksNegative ? Buffer.concat([Buffer.of(0), digits]) : digits);
}
