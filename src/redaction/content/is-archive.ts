/** Openings of compressed formats that are not looked into: zip (office files too), 7z, xz, bzip2, zstd, rar, lz4. */
const MAGICS = [
  '504b0304',
  '504b0506',
  '377abcaf271c',
  'fd377a585a00',
  '425a68',
  '28b52ffd',
  '526172211a07',
  '04224d18',
].map((magic) => Buffer.from(magic, 'hex'));

/** True for bytes that would hide what they hold; gzip is not among them, it is inflated. */
export function isArchive(bytes: Uint8Array): boolean {
  return MAGICS.some((magic) => magic.equals(bytes.subarray(0, magic.length)));
}
