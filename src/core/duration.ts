import { KeywardError } from './errors.ts';

const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/**
 * Read a duration a person wrote (`30d`, `12h`, `90m`) as milliseconds.
 *
 * Throws `CONFIG_INVALID` for anything else, zero included.
 */
export function parseDuration(text: string): number {
  const match = /^([1-9][0-9]{0,5})([smhdw])$/.exec(text);
  const unit = match?.[2] === undefined ? undefined : UNIT_MS[match[2]];
  if (match?.[1] === undefined || unit === undefined) {
    throw new KeywardError(
      'CONFIG_INVALID',
      `expected a duration such as 30d, 12h or 90m, got ${JSON.stringify(text)}`,
    );
  }
  return Number(match[1]) * unit;
}
