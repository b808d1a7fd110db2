/** How far one yes may reach beyond one request. */
export interface Bounded {
  readonly uses: number;
  readonly ms: number;
}

const MAX_USES = 100;
const MAX_MINUTES = 15;

/** Read `20/15m`; undefined for anything else, and for more than 100 uses or 15 minutes. */
export function parseBounded(text: string): Bounded | undefined {
  const [, uses, minutes] = /^([1-9][0-9]{0,2})\/([1-9][0-9]?)m$/.exec(text) ?? [];
  if (uses === undefined || minutes === undefined) return undefined;
  const read = { uses: Number(uses), ms: Number(minutes) * 60_000 };
  return read.uses <= MAX_USES && Number(minutes) <= MAX_MINUTES ? read : undefined;
}
