/** Labels of the charsets that are read; every other hides what it holds from the views. */
const DECODERS: ReadonlyMap<string, (bytes: Uint8Array) => string> = new Map([
  ['utf-8', decodeUtf8],
  ['utf8', decodeUtf8],
  ['us-ascii', decodeUtf8],
  ['ascii', decodeUtf8],
  ['iso-8859-1', decodeLatin1],
  ['latin1', decodeLatin1],
  ['utf-16', decodeUtf16],
  ['utf-16le', decodeUtf16],
  ['utf-16be', decodeUtf16be],
]);

/** The text of a body by its declared charset (UTF-8 if none is); undefined when that is not one of the above. */
export function decodeCharset(bytes: Uint8Array, charset: string | undefined): string | undefined {
  return DECODERS.get(charset ?? 'utf-8')?.(bytes);
}

// Not fatal: what is looked at and what is shown are the same text, broken bytes and all.
function decodeUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8').decode(bytes);
}

// Not TextDecoder: that reads this label as windows-1252.
function decodeLatin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function decodeUtf16(bytes: Uint8Array): string {
  const bigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  return new TextDecoder(bigEndian ? 'utf-16be' : 'utf-16le').decode(bytes);
}

function decodeUtf16be(bytes: Uint8Array): string {
  return new TextDecoder('utf-16be').decode(bytes);
}
