import type { JWTPayload } from 'jose';

/** By name of the claim, or JSON pointer (RFC 6901) into nested ones: one of these values, to the letter. */
export type WantedClaims = Readonly<Record<string, readonly string[]>>;

/**
 * The claims that were asked for, as they were; `undefined` when one is missing or another.
 * `lists`: a claim that is a list, such as groups, has it when one of its entries is wanted.
 */
export function matchingClaims(
  payload: JWTPayload,
  claims: WantedClaims,
  { lists = false }: { readonly lists?: boolean } = {},
): Readonly<Record<string, string>> | undefined {
  const found = Object.entries(claims).map(([name, wanted]): [string, string] | undefined => {
    const claim = claimAt(payload, name);
    const values = Array.isArray(claim) && lists ? claim.map(textOf) : [textOf(claim)];
    const value = values.find((each) => each !== undefined && wanted.includes(each));
    return value === undefined ? undefined : [name, value];
  });
  const matched = found.filter((claim) => claim !== undefined);
  return matched.length === found.length ? Object.fromEntries(matched) : undefined;
}

function claimAt(payload: JWTPayload, name: string): unknown {
  const path = name.startsWith('/')
    ? name
        .slice(1)
        .split('/')
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : [name];
  let value: unknown = payload;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Object.entries(value).find(([key]) => key === part)?.[1];
  }
  return value;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
