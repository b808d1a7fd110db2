/**
 * Openings of credentials that are public knowledge. A fragment that overlaps them only a little is worth
 * guessing: with `sk_live_` known, a 10-character fragment has two unknown characters.
 */
const WELL_KNOWN: readonly RegExp[] = [
  /^(?:sk|rk|pk)_(?:live|test)_/,
  /^whsec_/,
  /^gh[opsur]_/,
  /^github_pat_/,
  /^gl(?:pat|dt|rt|ptt|cbt|soat)-/,
  /^sk-(?:ant-(?:api|admin|sid|oat)\d\d-|proj-|svcacct-|admin-|or-v1-)?/,
  /^xox[abeoprs]-|^xapp-\d-/,
  /^(?:AKIA|ASIA|AROA|AIDA)/,
  /^AIza/,
  /^ya29\./,
  /^GOCSPX-/,
  /^npm_|^pypi-|^hf_|^SG\.|^shp(?:at|ca|pa|ss)_|^dop_v1_|^hv[sbr]\./,
  /^ops_eyJ|^kw[ac]_/,
  /^-----BEGIN (?:[A-Z]{2,9} )?PRIVATE KEY-----\s*/,
  // The first segment of a JWT is a handful of well-known headers.
  /^eyJ[A-Za-z0-9_-]{1,400}\./,
  /^(?:tok|key|token|secret|api|pat)[_-]/i,
];

const SCHEME_WORD = /^(?:bearer|basic|token|apikey|bot|digest) +/i;

/** How many of the opening characters of a secret anybody can know, scheme word (`Bearer `) included. */
export function publicPrefixLength(secret: string, declared: string | undefined): number {
  const scheme = SCHEME_WORD.exec(secret)?.[0].length ?? 0;
  const rest = secret.slice(scheme);
  const known = Math.max(...WELL_KNOWN.map((pattern) => pattern.exec(rest)?.[0].length ?? 0));
  const said = declared !== undefined && secret.startsWith(declared) ? declared.length : 0;
  return Math.max(scheme + known, said);
}

/** The secret without the closing line that private keys share: its author knows it. */
export function withoutPublicTail(secret: string): string {
  return secret.replace(/\s*-----END (?:[A-Z]{2,9} )?PRIVATE KEY-----\s*$/, '');
}
