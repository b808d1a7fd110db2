/** The shape of one kind of credential, as its issuer publishes it. */
export interface TokenShape {
  /** Stable rule name, such as `github-fine-grained-token`. */
  readonly id: string;
  readonly label: string;
  /** Literal texts, one of which every match begins with. None: then `keywords` are required. */
  readonly prefixes: readonly string[];
  /** Lower-case words, one of which stands within 60 characters before a match that has no prefix. */
  readonly keywords: readonly string[];
  /** Regular expression source of the whole token: linear, bounded repeats, no look-behind. */
  readonly body: string;
  readonly boundary: 'word' | 'none';
  readonly maxLength: number;
  /** Shannon bits per character, for shapes that ordinary text could have. */
  readonly minEntropy?: number;
  /** True when the checksum of the published format holds. */
  readonly checksum?: (token: string) => boolean;
  /** False for public identifiers: key ids, client ids, publishable keys. */
  readonly secret: boolean;
  /** Makes a valid fake. */
  readonly sample?: () => string;
}

/** What `item create --service` writes. */
export interface ProposedBinding {
  readonly origins: readonly string[];
  readonly auth: string;
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly deny: readonly string[];
  readonly headers?: readonly string[];
}

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly category?: string;
  readonly tokens: readonly TokenShape[];
  readonly binding?: ProposedBinding;
  readonly identity?: { readonly method: string; readonly url: string };
  readonly revocation?: { readonly page?: string };
  readonly environment?: readonly string[];
}
