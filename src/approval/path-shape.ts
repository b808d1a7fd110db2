const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const NUMBER = /^\d+$/;
const HEX = /^(?=.*\d)[0-9a-f]{8,}$/i;
// `cus_9s6XKzkNRiz8i3`, `re-4f2a`: a short word, a mark, and something with a digit in it.
const MARKED = /^[a-z]{1,8}[_-](?=[^_-]*\d)[A-Za-z0-9]{4,}$/;
const LONG = /^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_-]{16,}$/;

/**
 * The form of a URL: origin, path with what names one object replaced by `*`, and the names of its query parameters.
 *
 * Errs towards telling apart: a segment that is not plainly an id stays as it is, and so does one that is encoded.
 */
export function pathShape(address: string): string {
  const url = new URL(address);
  const path = url.pathname.split('/').map(segmentShape).join('/');
  const names = [...new Set(url.searchParams.keys())].toSorted();
  return `${url.origin}${path}${names.length === 0 ? '' : `?${names.map(encodeURIComponent).join('&')}`}`;
}

function segmentShape(segment: string): string {
  const isObject = segment === '*' || [NUMBER, UUID, HEX, MARKED, LONG].some((form) => form.test(segment));
  // `v1`, `2024-01-01` and the like are parts of an interface, not objects: none of the forms takes them.
  return isObject ? '*' : segment;
}
