const LONGEST_MS = 15 * 60_000;
const MOST_USES = 100;

/** What the owner's binding allows beyond a yes to one request. */
export interface BoundedRule {
  /** Milliseconds, at most fifteen minutes. */
  readonly maxMs: number;
  readonly maxUses: number;
  readonly allowDelete?: boolean | undefined;
  readonly allowNewHost?: boolean | undefined;
  readonly allowFirstUse?: boolean | undefined;
}

/** How far one yes reaches: for so long, and for so many uses, the first included. A type, so that it is a JSON value. */
export type Extent = {
  readonly ms: number;
  readonly uses: number;
};

export interface Novelty {
  /** No call of this agent went to this host before. */
  readonly newHost: boolean;
  /** This agent has not used this item before. */
  readonly firstUse: boolean;
}

/** The most a person may grant at once for such a request, or undefined when it is this request alone. */
export function largestExtent(rule: BoundedRule | undefined, method: string, novelty: Novelty): Extent | undefined {
  if (rule === undefined || !coversMany(rule, method, novelty)) return undefined;
  return { ms: Math.min(rule.maxMs, LONGEST_MS), uses: Math.min(rule.maxUses, MOST_USES) };
}

/** Whether one yes may stand for several requests of this kind at all. */
export function coversMany(
  rule: Omit<BoundedRule, 'maxMs' | 'maxUses'>,
  method: string,
  { newHost, firstUse }: Novelty,
): boolean {
  if (method === 'DELETE' && rule.allowDelete !== true) return false;
  if (newHost && rule.allowNewHost !== true) return false;
  return !firstUse || rule.allowFirstUse === true;
}

export function isWithin(extent: Extent, largest: Extent | undefined): boolean {
  const isWhole = Number.isSafeInteger(extent.ms) && Number.isSafeInteger(extent.uses);
  if (largest === undefined || !isWhole || extent.ms < 1 || extent.uses < 1) return false;
  return extent.ms <= largest.ms && extent.uses <= largest.uses;
}
