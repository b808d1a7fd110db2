import { KeywardError, parseDuration } from '../../core/index.ts';

/**
 * A moment a person wrote, in milliseconds since the epoch: `2026-11-23`, `2026-11-23T21:00:00Z`, or how
 * long ago (`2h`, `7d`). A time without a zone is UTC, as every time Keyward prints.
 *
 * Throws `CONFIG_INVALID` for anything else.
 */
export function pointInTime(text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^[0-9]+[smhdw]$/.test(text)) return now - parseDuration(text);
  const time = ISO_TIME.test(text) ? Date.parse(withZone(text)) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new KeywardError(
    'CONFIG_INVALID',
    `expected a time such as 2026-11-23T21:00Z or 7d, got ${JSON.stringify(text)}`,
  );
}

const ISO_TIME =
  /^[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,3})?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?$/;

function withZone(text: string): string {
  return /T.*(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(text) || !text.includes('T') ? text : `${text}Z`;
}
