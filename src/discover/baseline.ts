import { scryptSync, timingSafeEqual } from 'node:crypto';
import { KeywardError, type Random } from '../core/index.ts';

/** Findings that were looked at and stand. */
export interface Baseline {
  /** True when this value was found by this rule in this file before. */
  has(entry: BaselineEntry): boolean;
}

export interface BaselineEntry {
  readonly rule: string;
  readonly file: string;
  /** One character for each byte. */
  readonly value: string;
}

// A baseline is committed for all to read: each guess at a short password must cost what this costs.
const COST = { N: 16_384, r: 8, p: 1, maxmem: 64 * 1024 * 1024 } as const;
const SALT_BYTES = 16;
const NAME_BYTES = 18;
const HEADING = 'keyward-baseline 1 scrypt';

/** The text of a new baseline: sorted lines without line numbers or dates, so that it changes only as the findings do. */
export function createBaselineText(entries: readonly BaselineEntry[], random: Random): string {
  const salt = Buffer.from(random(SALT_BYTES));
  const name = createNamer(salt);
  const lines = entries.map(({ rule, file, value }) => `${rule} ${name(value).toString('base64url')} ${pathOf(file)}`);
  return [`${HEADING} ${salt.toString('base64url')}`, ...[...new Set(lines)].sort(), ''].join('\n');
}

/** Throws `SCAN_BASELINE_INVALID` for anything but what `createBaselineText` made. */
export function parseBaseline(text: string): Baseline {
  const [heading = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('#'));
  const salt = Buffer.from(heading.startsWith(`${HEADING} `) ? heading.slice(HEADING.length + 1) : '', 'base64url');
  if (salt.length !== SALT_BYTES)
    throw new KeywardError('SCAN_BASELINE_INVALID', 'the baseline has no heading of a baseline');
  const names = new Map<string, Buffer[]>();
  for (const [index, line] of lines.entries()) {
    const [, rule = '', name = '', path = ''] = /^(\S+) ([\w-]{24}) (.+)$/.exec(line) ?? [];
    if (path === '')
      throw new KeywardError('SCAN_BASELINE_INVALID', `entry ${index + 1} of the baseline cannot be read`);
    const key = `${rule} ${path}`;
    names.set(key, [...(names.get(key) ?? []), Buffer.from(name, 'base64url')]);
  }
  const nameOf = createNamer(salt);
  return {
    has: ({ rule, file, value }) =>
      names.get(`${rule} ${pathOf(file)}`)?.some((name) => timingSafeEqual(name, nameOf(value))) === true,
  };
}

function createNamer(salt: Buffer): (value: string) => Buffer {
  const known = new Map<string, Buffer>();
  return (value) => {
    const name = known.get(value) ?? scryptSync(Buffer.from(value, 'latin1'), salt, NAME_BYTES, COST);
    known.set(value, name);
    return name;
  };
}

function pathOf(file: string): string {
  return encodeURI(file.replaceAll('\\', '/').replace(/^\.\//, ''));
}
