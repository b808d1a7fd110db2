/** One kind of token, as its issuer makes it: what recognises it, and how sure a match is. */
export interface TokenShape {
  /** Stable name, such as `github-fine-grained-token`; recorded, so it never changes. */
  readonly id: string;
  /** For people: `GitHub fine-grained personal access token`. */
  readonly label: string;
  /** Literal texts. Every match begins with one of them, or holds one when `lead` says so. */
  readonly prefixes: readonly string[];
  /** Lower-case words, one of which stands within 60 characters before a match, where no prefix tells the token. */
  readonly keywords: readonly string[];
  /** Source of a regular expression for the whole token: bounded repeats, no boundaries (`compileShape` adds them). */
  readonly body: string;
  /** `word`: it neither begins nor ends inside a longer word. */
  readonly boundary: 'word' | 'none';
  readonly maxLength: number;
  /** How many characters stand before the literal text, where the token does not begin with it. */
  readonly lead?: { readonly min: number; readonly max: number };
  /** Shannon bits for each character, at least: for shapes that ordinary text can have. */
  readonly minEntropy?: number;
  /** Whether the checksum of the published format holds. False says: mistyped, made up or cut. */
  readonly checksum?: (token: string) => boolean;
  /** False for identifiers that may be seen by anybody: key ids, client ids, publishable keys. */
  readonly secret: boolean;
  /** A made-up token of this shape, the same each time. */
  readonly sample?: () => string;
}

/** Where a credential of a service may go: rules in the short form of bindings, without an origin. */
export interface ProposedBinding {
  readonly origins: readonly string[];
  /** As `--auth` says it: `bearer`, `header:x-api-key`, `basic`, `query:key`. */
  readonly auth: string;
  /** Change nothing, also where they are POST. */
  readonly read: readonly string[];
  /** Change nothing, and cost money: inference, searches, maps. */
  readonly spend?: readonly string[];
  /** Change something: a person is asked. */
  readonly write: readonly string[];
  /** Never: they mint, show or administer credentials, or destroy what belongs to the account. */
  readonly deny: readonly string[];
  /** Path of a GraphQL endpoint whose queries change nothing. */
  readonly graphql?: string;
  /** Header names the API wants beside the credential. */
  readonly headers?: readonly string[];
  /** What stands before the credential in its header, blank included: `Token `. It is stored with it. */
  readonly valuePrefix?: string;
  /** The user name of `basic`, where it is the same for all users. */
  readonly username?: string;
}

/** A binding whose origin belongs to the customer: the person adds it. */
export type OwnOriginBinding = Omit<ProposedBinding, 'origins'> & {
  /** How such origins look: `https://*.zendesk.com`; absent where the service runs on hosts of one's own. */
  readonly pattern?: string;
};

export interface Service {
  readonly id: string;
  readonly name: string;
  readonly category?: string;
  readonly tokens: readonly TokenShape[];
  /** Ids of shapes that stand with another service and whose tokens this one takes or issues too. */
  readonly sharedShapes?: readonly string[];
  /** Absent where no origin or no way of placing can be proposed. */
  readonly binding?: ProposedBinding;
  /** In place of `binding` where every customer has an origin of its own. */
  readonly ownOrigin?: OwnOriginBinding;
  /** Why there is neither, for people. */
  readonly notBound?: string;
  /** GET changes things there: `read-only` would be no promise. */
  readonly getWrites?: true;
  /** A request that says whose the credential is and changes nothing. */
  readonly identity?: { readonly method: string; readonly url: string };
  /** Where a person revokes a credential. */
  readonly revocation?: { readonly page?: string };
  /** Usual names of the variables that hold a credential: `GITHUB_TOKEN`. */
  readonly environment?: readonly string[];
}
