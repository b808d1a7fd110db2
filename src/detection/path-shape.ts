const MAX_SEGMENTS = 12;

/** A path without what names one thing among many: numbers, ids, hashes, addresses and long words become `*`. */
export function pathShape(path: string): string {
  const segments = path.split('/').slice(0, MAX_SEGMENTS + 1);
  return segments.map((segment) => (isName(segment) ? '*' : segment)).join('/');
}

// A word that people give to a kind of thing is short, and has few digits.
function isName(segment: string): boolean {
  if (segment.length > 24 || segment.includes('@') || segment.includes('%')) return true;
  const digits = segment.replace(/[^0-9]/g, '').length;
  return digits > 0 && !/^v[0-9]{1,2}(\.[0-9]{1,2})?$/.test(segment) && (digits > 3 || digits * 2 >= segment.length);
}
