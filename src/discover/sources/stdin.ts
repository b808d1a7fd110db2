import type { Readable } from 'node:stream';
import { inParts } from './parts.ts';
import type { ScanSource } from './source.ts';

/** Standard input, of any length, as a text named `-`. */
export function stdinSource(stream: Readable): ScanSource {
  return { texts: () => inParts('-', fillFrom(stream)), mayBeEmpty: true };
}

function fillFrom(stream: Readable): (target: Buffer, start: number) => Promise<number> {
  const chunks: AsyncIterator<unknown, unknown> = stream[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  return async (target, start) => {
    while (rest.length === 0) {
      const { value, done } = await chunks.next();
      if (done === true) return 0;
      rest = value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value));
    }
    const copied = rest.copy(target, start);
    rest = rest.subarray(copied);
    return copied;
  };
}
