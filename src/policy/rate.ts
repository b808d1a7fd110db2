const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  sec: 1_000,
  min: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  d: 86_400_000,
  day: 86_400_000,
};

export interface Rate {
  readonly calls: number;
  readonly windowMs: number;
}

/** Read a rate such as `60/min`, `5/s`, `1000/day`; undefined for anything else. */
export function parseRate(text: string): Rate | undefined {
  const match = /^([1-9][0-9]{0,6})\/([a-z]{1,4})$/.exec(text);
  const windowMs = match?.[2] === undefined ? undefined : UNIT_MS[match[2]];
  return match?.[1] === undefined || windowMs === undefined ? undefined : { calls: Number(match[1]), windowMs };
}
