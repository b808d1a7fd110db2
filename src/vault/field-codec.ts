/**
 * Values of an item as bytes: for each field its id and its value, length-prefixed.
 *
 * Not JSON: values stay in byte arrays, which heap snapshots leave out, where strings would show.
 */
export function encodeFields(fields: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const parts = Array.from(fields, ([id, value]) => [...prefixed(Buffer.from(id)), ...prefixed(value)]);
  return Buffer.concat(parts.flat());
}

/** `undefined` when the bytes are not what `encodeFields` makes. */
export function decodeFields(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> | undefined {
  const fields = new Map<string, Uint8Array>();
  let rest = bytes;
  while (rest.byteLength > 0) {
    const id = takePrefixed(rest);
    if (id === undefined) return undefined;
    const value = takePrefixed(id.rest);
    if (value === undefined) return undefined;
    fields.set(Buffer.from(id.bytes).toString(), value.bytes);
    rest = value.rest;
  }
  return fields;
}

const LENGTH_BYTES = 4;

function prefixed(bytes: Uint8Array): Uint8Array[] {
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32BE(bytes.byteLength);
  return [length, bytes];
}

function takePrefixed(bytes: Uint8Array): { readonly bytes: Uint8Array; readonly rest: Uint8Array } | undefined {
  if (bytes.byteLength < LENGTH_BYTES) return undefined;
  const end = LENGTH_BYTES + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (bytes.byteLength < end) return undefined;
  return { bytes: bytes.subarray(LENGTH_BYTES, end), rest: bytes.subarray(end) };
}
