/**
 * Credentials that can be told by their looks: issuers give them a prefix for this very purpose. Every repetition
 * is bounded, so that a long answer of near misses costs no more than one pass.
 */
const SHAPES: readonly (readonly [kind: string, shape: string])[] = [
  ['private key', '-----BEGIN [A-Z ]{0,32}PRIVATE KEY-----[^-]{16,16384}-----END [A-Z ]{0,32}PRIVATE KEY-----'],
  ['github token', '(?:gh[opsur]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{40,255})'],
  ['gitlab token', 'gl(?:pat|dt|rt|ptt|cbt|soat)-[A-Za-z0-9_-]{20,255}'],
  ['stripe key', '(?:(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,255}|whsec_[A-Za-z0-9+/=]{24,255})'],
  // Words joined by hyphens look like it too, but hold no digit and no capital.
  ['api key', 'sk-(?=[a-z_-]{0,64}[A-Z0-9])[A-Za-z0-9_-]{20,512}'],
  ['slack token', '(?:xox[abeoprs]-|xapp-\\d-)[A-Za-z0-9-]{10,512}'],
  ['google key', '(?:AIza[A-Za-z0-9_-]{35}|ya29\\.[A-Za-z0-9_-]{20,2048}|GOCSPX-[A-Za-z0-9_-]{20,255})'],
  ['package token', '(?:npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,512}|hf_[A-Za-z0-9]{30,255})'],
  ['sendgrid key', 'SG\\.[A-Za-z0-9_-]{16,255}\\.[A-Za-z0-9_-]{16,255}'],
  ['shopify token', 'shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}'],
  ['cloud token', '(?:do[opr]_v1_[a-f0-9]{64}|ops_eyJ[A-Za-z0-9_-]{200,4096}|hv[sbr]\\.[A-Za-z0-9_-]{24,512})'],
  ['keyward token', 'kwa_[a-z0-9]{26}_[A-Za-z0-9]{43}_[A-Za-z0-9]{6}'],
  ['signed token', 'eyJ[A-Za-z0-9_-]{8,8192}\\.eyJ[A-Za-z0-9_-]{2,16384}\\.[A-Za-z0-9_-]{16,8192}'],
];

const ANY = new RegExp(`(?<![A-Za-z0-9])(?:${SHAPES.map(([, shape]) => `(${shape})`).join('|')})`, 'g');

export interface FoundToken {
  readonly text: string;
  /** Safe to show and to record: our own word for what it is. */
  readonly kind: string;
}

/** Credentials of well-known shapes in a text, in the order they stand there. */
export function findTokens(text: string): readonly FoundToken[] {
  return [...text.matchAll(ANY)].map(([match, ...groups]) => ({ text: match, kind: kindOf(groups) }));
}

function kindOf(groups: readonly (string | undefined)[]): string {
  return SHAPES[groups.findIndex((group) => group !== undefined)]?.[0] ?? 'api token';
}
