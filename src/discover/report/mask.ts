const MAX_FURTHER = 4;
const MIN_LENGTH = 12;

/**
 * What may be shown of a value: its public prefix and at most four further characters, never more than a quarter of it,
 * and nothing of a short one. How long it is is not shown either.
 */
export function mask(value: string, publicLength: number): string {
  const shown =
    value.length < MIN_LENGTH
      ? 0
      : Math.min(publicLength + furtherOf(value, publicLength), Math.floor(value.length / 4));
  return `${value.slice(0, shown).replace(/[^\x20-\x7e]/g, '?')}…`;
}

// A key in a file begins with its own heading: what follows is no help to anybody.
function furtherOf(value: string, publicLength: number): number {
  return value.startsWith('-----') || value.startsWith('PuTTY') || publicLength > 30 ? 0 : MAX_FURTHER;
}
